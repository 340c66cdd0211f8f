import { beforeEach, expect, test, vi } from 'vitest';
import { api, CallError } from '$lib/api';
import { Prescription } from './draft.svelte';
import { allergy, amoxicillin, answer } from './sample';

const settled = () => new Promise((done) => setTimeout(done));
let prescription: Prescription;
let said = answer();
let calls: [string, Record<string, unknown>][];

beforeEach(() => {
	vi.restoreAllMocks();
	said = answer();
	calls = [];
	vi.spyOn(api, 'call').mockImplementation((async (name: string, request: Record<string, unknown>) => {
		if (name === 'prescribing.search') return [amoxicillin];
		calls.push([name, JSON.parse(JSON.stringify(request))]);
		return name === 'prescribing.issue' ? { id: 'rx', number: 'RX-2026-000001', document_id: 'd' } : said;
	}) as never);
	prescription = new Prescription('p');
});

test('nothing is issued before the draft as it stands was checked', async () => {
	prescription.add(amoxicillin);
	expect(prescription.ready).toBe(false);
	expect(await prescription.issue()).toBeUndefined();
	await settled();
	expect(prescription.ready).toBe(true);
	prescription.items[0]!.sig = '1 tid 7d';
	prescription.recheck();
	expect(prescription.ready).toBe(false);
});

test('a warning that needs a reason stops it until the reason is given, and the reason goes along', async () => {
	said = answer({ warnings: [allergy] });
	prescription.add(amoxicillin);
	await settled();
	expect(prescription.unanswered).toEqual([allergy]);
	expect(prescription.ready).toBe(false);
	prescription.keep(allergy.key, ' Tolerated in 2024 ');
	expect(prescription.ready).toBe(true);
	const issued = await prescription.issue();
	expect(issued?.number).toBe('RX-2026-000001');
	const order = calls.find(([name]) => name === 'prescribing.issue')![1];
	expect(order.answers).toEqual([{ key: allergy.key, reason: 'Tolerated in 2024' }]);
	expect(prescription.items).toEqual([]);
});

test('a moderate warning is shown and does not stop', async () => {
	said = answer({ warnings: [{ ...allergy, severity: 'moderate', needs_reason: false }] });
	prescription.add(amoxicillin);
	await settled();
	expect(prescription.ready).toBe(true);
});

test('a sig that cannot be read stops it', async () => {
	const reading = answer().items[0]!;
	said = answer({ items: [{ ...reading, sig: null, problem: { field: 'items.0.sig', code: 'sig_unknown_word', params: { word: 'x' } } }] });
	prescription.add(amoxicillin);
	await settled();
	expect(prescription.ready).toBe(false);
});

test('another product of the same medicine is checked anew, and the same is not renewed twice', async () => {
	prescription.add(amoxicillin);
	prescription.choose(0, 1);
	expect(prescription.items[0]).toMatchObject({ form: 'suspension', strength: '125 mg/5 ml' });
	const again = { ...prescription.items[0]!, replaces: 'item-1' };
	prescription.renew([again]);
	prescription.renew([again]);
	expect(prescription.items).toHaveLength(2);
	await settled();
	expect(calls.at(-1)![1].items).toHaveLength(2);
});

test('what is renewed can be given in another strength', async () => {
	prescription.renew([{ ingredient: 'amoxicillin', form: 'capsule', route: 'oral', strength: '500 mg', sig: '1 tid', refills: 0, replaces: 'item-1', replace_reason: '' }]);
	await settled();
	prescription.choose(0, 1);
	expect(prescription.items[0]!.strength).toBe('125 mg/5 ml');
});

test('taking the last medicine off clears the draft with its reasons', async () => {
	prescription.add(amoxicillin);
	prescription.keep('key', 'why');
	prescription.remove(0);
	await settled();
	expect([prescription.items.length, prescription.answer, Object.keys(prescription.reasons)]).toEqual([0, null, []]);
});

test('what came since the look is marked, and what was typed stays', async () => {
	prescription.add(amoxicillin);
	await settled();
	prescription.items[0]!.sig = '1 tid 7d';
	prescription.notes = 'With water';
	prescription.recheck();
	await settled();
	said = answer({ warnings: [allergy] });
	const refused = { code: 'not_allowed', params: { reason: 'warnings_new', warnings: [allergy] }, fields: [], ref: 'r' };
	const before = vi.mocked(api.call).getMockImplementation()!;
	vi.mocked(api.call).mockImplementation((async (name: string, request: Record<string, unknown>) => {
		if (name !== 'prescribing.issue') return before(name as never, request as never);
		calls.push([name, JSON.parse(JSON.stringify(request))]);
		throw new CallError(refused as never);
	}) as never);
	expect(await prescription.issue()).toBeUndefined();
	await settled();
	expect(calls.find(([name]) => name === 'prescribing.issue')![1].seen).toEqual([]);
	expect([prescription.fresh, prescription.unanswered]).toEqual([[allergy.key], [allergy]]);
	expect([prescription.items[0]!.sig, prescription.notes]).toEqual(['1 tid 7d', 'With water']);
});
