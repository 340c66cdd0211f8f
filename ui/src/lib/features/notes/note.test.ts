import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { api, CallError } from '$lib/api';
import type { JournalPage } from '$lib/api/generated/JournalPage';
import type { NoteBody } from '$lib/api/generated/NoteBody';
import { emptyBody } from './body';
import { NoteDraft } from './note.svelte';

const subject = { patient_id: 'p', appointment_id: 'a', amends: null };
const said = (text: string): NoteBody => ({ ...emptyBody(), text });
const away = () => new CallError({ code: 'store_unavailable', params: {}, fields: [], ref: '' });
const refused = (reason: string) => new CallError({ code: 'not_allowed', params: { reason }, fields: [], ref: '' });

let calls: [string, Record<string, unknown>][];
let answers: Record<string, unknown>;
const asked = (command: string) => calls.filter(([name]) => name === command).map(([, request]) => request as never as { page: JournalPage } & Record<string, never>);
const page = (text: string, more: Partial<JournalPage> = {}): JournalPage => ({ id: 'd', subject, base_revision: 1, synced: false, body: said(text), ...more });

beforeEach(() => {
	vi.useFakeTimers();
	calls = [];
	answers = {
		'notes.start': { draft: null, ranges: [], templates: [], last: null },
		'journal.pending': [],
		'journal.write': { saved_at: '2026-11-24T10:42:07Z' },
		'journal.discard': null,
		'notes.save_draft': (request: { id: string; base_revision: number }) => ({ id: request.id, revision: request.base_revision + 1, saved_at: '', merged: null }),
		'notes.sign': { id: 'd', document_id: 'v', version: 1, signed_at: '', sha256: '', follow_up: null }
	};
	vi.spyOn(api, 'call').mockImplementation(async (command, request) => {
		calls.push([command, request as Record<string, unknown>]);
		const answer = answers[command];
		if (answer instanceof Error) throw answer;
		return (typeof answer === 'function' ? (answer as (request: unknown) => unknown)(request) : answer) as never;
	});
});
afterEach(() => vi.useRealTimers());

async function opened(): Promise<NoteDraft> {
	const draft = new NoteDraft(subject);
	await draft.open();
	return draft;
}
function type(draft: NoteDraft, text: string) {
	draft.body.text = text;
	draft.changed();
}

test('what is typed is on the disk within a second and on the server soon after', async () => {
	const draft = await opened();
	for (const text of ['C', 'Co', 'Cou']) type(draft, text);
	expect(asked('journal.write')).toHaveLength(0);
	await vi.advanceTimersByTimeAsync(1_000);
	expect(asked('journal.write').map(({ page }) => page.body.text)).toEqual(['Cou']);
	type(draft, 'Cough');
	await vi.advanceTimersByTimeAsync(1_000);
	expect(asked('journal.write').at(-1)!.page.body.text).toBe('Cough');
	await vi.advanceTimersByTimeAsync(5_000);
	expect(asked('notes.save_draft')).toHaveLength(1);
	expect(draft.revision).toBe(1);
	expect(asked('journal.write').at(-1)!.page).toMatchObject({ base_revision: 1, synced: true });
});

test('while one types without a pause the disk does not wait for the pause', async () => {
	const draft = await opened();
	for (let n = 1; n <= 40; n++) {
		type(draft, 'x'.repeat(n));
		await vi.advanceTimersByTimeAsync(100);
	}
	expect(asked('journal.write').length).toBeGreaterThanOrEqual(4);
	expect(asked('journal.write').at(-1)!.page.body.text.length).toBeGreaterThan(30);
});

test('with the server away the disk goes on, and the server gets it when it is back', async () => {
	answers['notes.start'] = away();
	answers['notes.save_draft'] = away();
	const draft = await opened();
	type(draft, 'Cough');
	await vi.advanceTimersByTimeAsync(6_000);
	expect([draft.savedAt !== null, draft.diskError, draft.serverError?.code]).toEqual([true, null, 'store_unavailable']);
	answers['notes.start'] = { draft: null, ranges: [], templates: [], last: null };
	answers['notes.save_draft'] = { id: draft.id, revision: 1, saved_at: '', merged: null };
	await draft.again();
	expect([draft.revision, draft.serverError, draft.startError]).toEqual([1, null, null]);
});

test('a disk that refuses is said, and tried again', async () => {
	answers['journal.write'] = new CallError({ code: 'internal', params: {}, fields: [], ref: 'x' });
	const draft = await opened();
	type(draft, 'Cough');
	await vi.advanceTimersByTimeAsync(1_000);
	expect([draft.diskError?.code, draft.savedAt]).toEqual(['internal', null]);
	answers['journal.write'] = { saved_at: '2026-11-24T10:42:07Z' };
	await vi.advanceTimersByTimeAsync(2_000);
	expect([draft.diskError, draft.savedAt !== null]).toEqual([null, true]);
});

test('what this computer has and the server has not is taken up and sent', async () => {
	answers['journal.pending'] = [{ page: page('Cough, typed before the crash'), saved_at: '2026-11-24T10:42:07Z' }];
	const draft = await opened();
	expect([draft.id, draft.body.text]).toEqual(['d', 'Cough, typed before the crash']);
	expect(asked('notes.save_draft')[0]).toMatchObject({ id: 'd', base_revision: 1 });
});

test('what the server has all of is taken from there', async () => {
	answers['journal.pending'] = [{ page: page('old', { synced: true }), saved_at: '2026-11-24T10:42:07Z' }];
	answers['notes.start'] = { draft: { id: 'd', revision: 4, body: said('newer'), saved_at: '', workstation_name: 'DESK-2' }, ranges: [], templates: [], last: null };
	const draft = await opened();
	expect([draft.body.text, draft.revision]).toEqual(['newer', 4]);
	expect(asked('notes.save_draft')).toHaveLength(0);
});

test('a merge keeps what was typed meanwhile', async () => {
	const draft = await opened();
	type(draft, 'Rest.');
	answers['notes.save_draft'] = () => {
		draft.body.text = 'Rest. Tea.';
		return { id: 'other', revision: 7, saved_at: '', merged: said('Fluids.\n\nRest.') };
	};
	await draft.toServer();
	expect([draft.body.text, draft.id, draft.revision, draft.mergedIn]).toEqual(['Fluids.\n\nRest. Tea.', 'other', 7, true]);
});

test('a draft that was signed elsewhere goes on as a new one, on the disk before the old one is let go', async () => {
	answers['journal.pending'] = [{ page: page('typed offline'), saved_at: '2026-11-24T10:42:07Z' }];
	answers['notes.save_draft'] = refused('draft_signed');
	const draft = await opened();
	expect([draft.body.text, draft.id === 'd', draft.signedElsewhere]).toEqual(['typed offline', false, true]);
	const order = calls.map(([name]) => name).filter((name) => name.startsWith('journal.'));
	expect(order).toEqual(['journal.pending', 'journal.write', 'journal.discard']);
});

test('signing saves first, then lets the disk forget', async () => {
	const draft = await opened();
	type(draft, 'Cough');
	expect(await draft.sign()).toMatchObject({ document_id: 'v' });
	const order = calls.map(([name]) => name);
	expect(order.indexOf('notes.save_draft')).toBeLessThan(order.indexOf('notes.sign'));
	expect(order.at(-1)).toBe('journal.discard');
});

test('a signature that would pass over another text shows it first', async () => {
	const draft = await opened();
	type(draft, 'Rest.');
	answers['notes.sign'] = new CallError({ code: 'stale', params: { current: { id: 'd', revision: 5, body: said('Fluids.\n\nRest.') } }, fields: [], ref: '' });
	expect(await draft.sign()).toBeUndefined();
	expect([draft.body.text, draft.revision, draft.mergedIn]).toEqual(['Fluids.\n\nRest.', 5, true]);
});
