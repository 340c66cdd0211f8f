import { describe, expect, it } from 'vitest';
import type { Payment } from '$lib/api/generated/Payment';
import { announcedFor, likelyCash, parseAmount, parseRate } from './amounts';

describe('a typed amount', () => {
	it.each([
		['48.52', 'EUR', 4852], ['48,52', 'EUR', 4852], ['48', 'EUR', 4800], ['1,234.50', 'EUR', 123450], ['1.234,50', 'EUR', 123450], ['1.234', 'EUR', 123400],
		['€ 5,5', 'EUR', 550], ['450.000', 'VND', 450000], ['450000', 'VND', 450000], ['0', 'EUR', 0]
	])('%s %s is %i', (text, currency, amount) => expect(parseAmount(text, currency)).toBe(amount));

	it.each([['', 'EUR'], ['-5', 'EUR'], ['five', 'EUR'], ['5.1234', 'EUR'], ['4.5', 'VND']])('%s %s is none', (text, currency) => expect(parseAmount(text, currency)).toBeNull());
});

it('what is handed over is the amount or the next round sums', () => {
	expect(likelyCash(4852, 'EUR')).toEqual([4852, 5000, 6000, 10000]);
	expect(likelyCash(450000, 'VND')).toEqual([450000, 460000, 500000]);
});

it('a typed rate is in hundredths of a percent', () => {
	expect([parseRate('23'), parseRate('13,5 %'), parseRate('101'), parseRate('x')]).toEqual([2300, 1350, null, null]);
});

it('what is announced for an invoice is what is pending and no claim', () => {
	const payment = (status: string, method: string, invoice_id: string, amount: number) => ({ status, method, shares: [{ invoice_id, amount }] }) as unknown as Payment;
	const payments = [payment('pending', 'transfer', 'a', 3000), payment('pending', 'insurance', 'a', 500), payment('completed', 'transfer', 'a', 70), payment('pending', 'online', 'b', 9)];
	expect(announcedFor({ id: 'a', payments })).toBe(3000);
});
