import { beforeEach, describe, expect, it } from 'vitest';
import type { Promotion } from '$lib/api/generated/Promotion';
import { language } from '$lib/i18n/locale.svelte';
import { setRegion } from '$lib/i18n/region.svelte';
import { boundsOf, daysOf, PromotionEdit, usesOf, valueOf } from './promotions.svelte';

const form = {
	code: 'SKIN15', name: 'Skin week', description: '', kind: 'amount', value: 1500, currency: 'EUR', minimum_purchase: 7500, maximum_discount: null,
	starts_on: '2026-11-16', ends_on: null, usage_limit: 25, patient_limit: null, services: ['s'], locations: []
} as const;
const stored = { ...form, id: 'p', version: 3, state: 'active', status: 'active', used: 4 } as unknown as Promotion;

beforeEach(() => {
	language.current = 'en';
	setRegion({ country: 'IE', timeZone: 'Europe/Dublin' });
});

describe('a promotion that is edited', () => {
	it('reads back what it was filled with', () => {
		expect(new PromotionEdit(stored, 'l', 'VND', '2026-11-24').form).toEqual(form);
	});

	it('needs a currency only for amounts', () => {
		const edit = new PromotionEdit(null, 'l', 'VND', '2026-11-24');
		[edit.draft.code, edit.draft.value] = ['ten', '10'];
		expect(edit.form).toMatchObject({ kind: 'percent', value: 1000, currency: null, starts_on: '2026-11-24', ends_on: null });
		edit.draft.minimum = '450.000';
		expect(edit.form).toMatchObject({ currency: 'VND', minimum_purchase: 450_000 });
	});

	it('marks what cannot be read, and saves nothing then', async () => {
		const edit = new PromotionEdit(stored, 'l', 'EUR', '2026-11-24');
		[edit.draft.value, edit.draft.usage] = ['lots', 'often'];
		expect([edit.ready, Object.keys(edit.errors)]).toEqual([false, ['value', 'usage_limit']]);
		expect(await edit.save()).toBeUndefined();
	});
});

it('is written in the list as people say it', () => {
	expect([valueOf(stored), boundsOf(stored), usesOf(stored)]).toEqual(['€15.00', 'from €75.00', '4 of 25']);
	expect(daysOf({ ...stored, ends_on: '2026-11-20' })).toBe('16 Nov 2026 – 20 Nov 2026');
});
