import { describe, expect, it } from 'vitest';
import type { Invoice } from '$lib/api/generated/Invoice';
import { DraftEdit, parseDiscount } from './draft.svelte';

const line = { service_id: null, description: 'Spacer', quantity: 2, unit_price: 1200, tax_rate: 2300, discount: { kind: 'percent', value: 1000, reason: 'Staff' } };
const invoice = {
	id: 'i', version: 1, location_id: 'l', patient_id: 'p', currency: 'EUR', discount: null, note: '',
	lines: [{ ...line, sums: {} }]
} as unknown as Invoice;

describe('a draft that is edited', () => {
	it('reads back what it was filled with', () => {
		expect(new DraftEdit(invoice).forms).toEqual([line]);
	});

	it('knows what cannot be read, and saves nothing then', async () => {
		const edit = new DraftEdit(invoice);
		edit.lines[0]!.price = 'twelve';
		expect(edit.ready).toBe(false);
		expect(await edit.save()).toBeUndefined();
	});
});

it('a discount is a percentage or an amount', () => {
	expect(parseDiscount('10 %', 'why', 'EUR')).toEqual({ kind: 'percent', value: 1000, reason: 'why' });
	expect(parseDiscount('5', 'why', 'EUR')).toEqual({ kind: 'amount', value: 500, reason: 'why' });
	expect([parseDiscount('', '', 'EUR'), parseDiscount('half', '', 'EUR')]).toEqual([undefined, null]);
});
