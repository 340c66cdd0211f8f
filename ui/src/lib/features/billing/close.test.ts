import { describe, expect, it } from 'vitest';
import type { DrawerSession } from '$lib/api/generated/DrawerSession';
import { DayCount, denominations } from './close.svelte';

const row = (account: string, expected: number) => ({ account, currency: 'EUR', payments: 1, float: 0, taken: expected, refunded: 0, expected, counted: null, pieces: [] });
const session = { id: 's', rows: [row('cash', 12_050), row('card', 4_000)] } as unknown as DrawerSession;

describe('a drawer that is counted', () => {
	it('adds up coins and notes, and asks for a reason when they differ', () => {
		const count = new DayCount(() => session);
		expect(count.ready).toBe(false);
		count.pieces['EUR 5000'] = '2';
		count.pieces['EUR 2000'] = '1';
		count.typed['card EUR'] = '40';
		expect(count.counted(session.rows[0]!)).toBe(12_000);
		expect([count.difference(session.rows[0]!), count.differs, count.ready]).toEqual([-50, true, false]);
		count.explanation = 'Given out';
		expect(count.request().counts[0]).toEqual({ account: 'cash', counted: { amount: 12_000, currency: 'EUR' }, pieces: [{ denomination: 5000, pieces: 2 }, { denomination: 2000, pieces: 1 }] });
	});

	it('a typed sum stands for itself', () => {
		const count = new DayCount(() => session);
		count.pieces['EUR 5000'] = '9';
		count.typed['cash EUR'] = '120.50';
		expect(count.request().counts[0]).toEqual({ account: 'cash', counted: { amount: 12_050, currency: 'EUR' }, pieces: [] });
	});
});

it('đồng are counted in notes, and an unknown currency as a sum', () => {
	expect(denominations('VND')[0]).toBe(500_000);
	expect(denominations('EUR').at(-1)).toBe(1);
	expect(denominations('CHF')).toEqual([]);
});
