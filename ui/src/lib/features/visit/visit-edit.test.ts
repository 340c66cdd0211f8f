import { beforeEach, describe, expect, test, vi } from 'vitest';
import { api, CallError } from '$lib/api';
import type { SeriesMove } from '$lib/api/generated/SeriesMove';
import { card, DAY, instant } from '$lib/features/scheduling/sample';
import { toast } from '$lib/ui';
import { changesOf, detailsOf } from './details';
import { VisitEdit } from './visit-edit.svelte';

const base = card('a', 600, { reason: 'cough', symptoms: ['fever', 'cough'], notes: 'bring papers', series_id: 's' });
let calls: [string, Record<string, unknown>][];
let answers: Record<string, unknown>;
const asked = (command: string) => calls.filter(([name]) => name === command).map(([, request]) => request);

function move(day: string, hindered = false): SeriesMove {
	return {
		local_day: day, starts_at: `${day}T10:00:00Z`,
		to: { local_day: day, starts_at: `${day}T11:00:00Z`, ends_at: `${day}T11:15:00Z`, conflict: null, outside_hours: hindered }
	};
}

beforeEach(() => {
	calls = [];
	answers = {
		'scheduling.set_details': { card: card('a', 600, { version: 2 }), event_id: 'e', undo_until: instant(700), moved_from: null, proposal: null },
		'scheduling.preview_edit_series': [move(DAY), move('2026-12-01', true), move('2026-12-08')],
		'scheduling.edit_series': { series_id: 's', appointments: [base, base], event_ids: ['e1', 'e2'], undo_until: instant(700) },
		'scheduling.undo_series': { series_id: 's', appointments: [base, base], event_ids: [], undo_until: null }
	};
	vi.restoreAllMocks();
	vi.spyOn(api, 'call').mockImplementation(async (command, request) => {
		calls.push([command, request as Record<string, unknown>]);
		const answer = answers[command];
		if (answer instanceof Error) throw answer;
		return answer as never;
	});
});

test('only what was touched is sent, and symptoms are separated by commas', () => {
	expect(changesOf(detailsOf(base), base)).toEqual({});
	expect(changesOf({ ...detailsOf(base), symptoms: 'fever, , rash ', kind: 'follow_up' }, base)).toEqual({ symptoms: ['fever', 'rash'], kind: 'follow_up' });
});

test('no service is told as none', () => {
	const served = card('a', 600, { service_id: 's1' });
	expect(changesOf({ ...detailsOf(served), service_id: '' }, served)).toEqual({ service_id: null });
});

describe('one visit', () => {
	test('an untouched form asks for nothing', async () => {
		expect(await new VisitEdit(base).save()).toBe(true);
		expect(calls).toEqual([]);
	});

	test('is saved at the version that was seen and can be taken back', async () => {
		const edit = new VisitEdit(base);
		edit.details.notes = 'call first';
		expect(await edit.save()).toBe(true);
		expect(asked('scheduling.set_details')).toEqual([{ id: 'a', version: 1, notes: 'call first' }]);
		expect(toast.undoable).not.toBeNull();
	});

	test('a stale save shows both, asks only where both changed, and saves on top of what is stored', async () => {
		const stored = card('a', 600, { ...base, version: 4, reason: 'fever since Monday', purpose: 'sick note' });
		answers['scheduling.set_details'] = new CallError({ code: 'stale', params: { current: stored }, fields: [], ref: '' });
		const edit = new VisitEdit(base);
		edit.details.notes = 'call first';
		edit.details.reason = 'fever';
		expect(await edit.save()).toBe(false);
		expect(edit.stale?.rows.map(({ field }) => field)).toEqual(['reason', 'purpose', 'notes']);
		expect(edit.mine).toEqual({ reason: false, purpose: false, notes: true });
		answers['scheduling.set_details'] = { card: stored, event_id: 'e', undo_until: null, moved_from: null, proposal: null };
		edit.mine.reason = true;
		expect(await edit.save()).toBe(true);
		expect(asked('scheduling.set_details').at(-1)).toEqual({ id: 'a', version: 4, reason: 'fever', notes: 'call first' });
	});

	test('what the core refuses stands at its field', async () => {
		answers['scheduling.set_details'] = new CallError({ code: 'invalid', params: {}, fields: [{ field: 'notes', code: 'too_long', params: { max: 2000 } }], ref: '' });
		const edit = new VisitEdit(base);
		edit.details.notes = 'long';
		expect(await edit.save()).toBe(false);
		expect(edit.errors.notes).toContain('2000');
	});
});

describe('several of a series', () => {
	function later(): VisitEdit {
		const edit = new VisitEdit(base);
		edit.scope = 'following';
		edit.when.time = '11:00';
		return edit;
	}

	test('nothing is looked at or saved while the day or the time cannot be read', async () => {
		const edit = later();
		for (const unread of [{ time: 'elf' }, { time: '' }, { time: '11:00', day: '' }]) {
			Object.assign(edit.when, unread);
			edit.look();
			expect([edit.seen, await edit.save()]).toEqual([false, false]);
		}
		expect([...asked('scheduling.preview_edit_series'), ...asked('scheduling.edit_series')]).toEqual([]);
	});

	test('words alone are saved at once', async () => {
		const edit = new VisitEdit(base);
		edit.scope = 'all';
		edit.details.notes = 'call first';
		expect(await edit.save()).toBe(true);
		expect(asked('scheduling.edit_series')).toEqual([{ id: 'a', version: 1, scope: 'all', notes: 'call first', starts_at: null, minutes: null, doctor_id: null, skip: [] }]);
	});

	test('another time is looked at first; days in whose way something is stay', async () => {
		const edit = later();
		expect(await edit.save()).toBe(false);
		expect(asked('scheduling.edit_series')).toEqual([]);
		await vi.waitFor(() => expect(edit.moves).toHaveLength(3));
		expect(edit.moving).toBe(2);
		edit.left['2026-12-08'] = true;
		expect(edit.moving).toBe(1);
		expect(await edit.save()).toBe(true);
		expect(asked('scheduling.edit_series')[0]).toMatchObject({ scope: 'following', starts_at: '2026-11-24T11:00:00.000Z', skip: ['2026-12-01', '2026-12-08'] });
	});

	test('another mode is looked at first, like another time', async () => {
		const edit = new VisitEdit(base);
		edit.scope = 'all';
		edit.details.mode = 'online';
		expect(await edit.save()).toBe(false);
		await vi.waitFor(() => expect(edit.moves).toHaveLength(3));
		expect(asked('scheduling.preview_edit_series')[0]).toMatchObject({ mode: 'online', starts_at: null });
		expect(await edit.save()).toBe(true);
		expect(asked('scheduling.edit_series')[0]).toMatchObject({ mode: 'online', skip: ['2026-12-01'] });
	});

	test('when no day can change, there is something to save only if words changed', async () => {
		answers['scheduling.preview_edit_series'] = [move(DAY, true)];
		const edit = later();
		edit.look();
		await vi.waitFor(() => expect(edit.seen).toBe(true));
		expect(edit.nothingLeft).toBe(true);
		edit.details.notes = 'call first';
		edit.look();
		await vi.waitFor(() => expect(edit.seen).toBe(true));
		expect(edit.nothingLeft).toBe(false);
	});

	test('a time that was changed after looking is looked at again', async () => {
		const edit = later();
		edit.look();
		await vi.waitFor(() => expect(edit.seen).toBe(true));
		edit.when.minutes = '30';
		expect(await edit.save()).toBe(false);
		await vi.waitFor(() => expect(asked('scheduling.preview_edit_series')).toHaveLength(2));
		expect(asked('scheduling.edit_series')).toEqual([]);
	});

	test('Ctrl+Z takes all of it back with one call', async () => {
		const edit = later();
		edit.look();
		await vi.waitFor(() => expect(edit.seen).toBe(true));
		await edit.save();
		await toast.undo();
		expect(asked('scheduling.undo_series')).toEqual([{ event_ids: ['e1', 'e2'] }]);
		expect(asked('scheduling.undo')).toEqual([]);
	});
});
