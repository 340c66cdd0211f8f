import { afterEach, expect, test, vi } from 'vitest';
import { api, CallError, type ApiError } from '$lib/api';
import type { Schedule } from '$lib/api/generated/Schedule';
import { toast } from '$lib/ui';
import { Editor } from './editor.svelte';

const row: Schedule = {
	id: 's', doctor_id: 'd', location_id: 'l', weekday: 1, start_minute: 540, end_minute: 720, slot_minutes: 15,
	visit_mode: 'in_person', valid_from: '2026-01-01', valid_to: null, active: true, version: 3
};

/** The answers of the next calls, in order; the calls that were made. */
function answer(...answers: (object | CallError)[]) {
	return vi.spyOn(api, 'call').mockImplementation((() => {
		const next = answers.shift();
		return next instanceof CallError ? Promise.reject(next) : Promise.resolve(next);
	}) as never);
}

const refusal = (code: ApiError['code'], params: Record<string, unknown>) => new CallError({ code, params, fields: [], ref: '' });

afterEach(() => vi.restoreAllMocks());

test('what cannot be read is not sent', async () => {
	const calls = answer();
	const editor = new Editor();
	editor.addSchedule('d', 'l', 1, '2026-11-24');
	if (editor.open?.what === 'schedule') editor.open.draft.start = 'nine';
	await editor.save();
	expect(calls).not.toHaveBeenCalled();
	expect(Object.keys(editor.wrong)).toEqual(['start_minute']);
});

test('a row in the way is named and the form stays', async () => {
	answer(refusal('taken', { schedule: row }));
	const editor = new Editor();
	editor.addSchedule('d', 'l', 1, '2026-11-24');
	await editor.save();
	expect(editor.inTheWay).toEqual(row);
	expect(editor.open).not.toBeNull();
});

test('a stale save keeps what was typed and can be saved over the stored version', async () => {
	const calls = answer(refusal('stale', { current: { ...row, version: 5 } }), { schedule: row, outside: [] });
	const editor = new Editor();
	editor.editSchedule(row);
	await editor.save();
	expect(editor.stored?.version).toBe(5);
	await editor.saveOver();
	expect(calls.mock.calls[1]![1]).toMatchObject({ id: 's', version: 5, start_minute: 540 });
	expect(editor.open).toBeNull();
});

test('ending a row can be undone by a row like it, and what is left outside is shown', async () => {
	const left = { id: 'a', patient_name: 'First Person', doctor_last_name: 'Doctor', starts_at: '2026-12-01T10:00:00Z', time_zone: 'Europe/Dublin' };
	const calls = answer({ schedule: row, outside: [left] }, { schedule: row, outside: [] });
	const editor = new Editor();
	editor.editSchedule(row);
	await editor.remove();
	expect(calls.mock.calls[0]!.slice(0, 2)).toEqual(['schedules.retire', { id: 's', version: 3 }]);
	expect(editor.outside).toEqual([left]);
	await toast.undo();
	expect(calls.mock.calls[1]![0]).toBe('schedules.save');
	expect(calls.mock.calls[1]![1]).toMatchObject({ id: null, version: 0, weekday: 1, start_minute: 540 });
	expect(editor.outside).toEqual([]);
});
