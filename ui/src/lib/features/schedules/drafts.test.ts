import { expect, test } from 'vitest';
import { exceptionDraft, newException, newSchedule, readException, readSchedule, scheduleDraft } from './drafts';

test('what is stored is shown and read back unchanged', () => {
	const row = {
		id: 's', doctor_id: 'd', location_id: 'l', weekday: 3, start_minute: 545, end_minute: 1440, slot_minutes: 20,
		visit_mode: 'online' as const, valid_from: '2026-02-03', valid_to: '2026-12-31', active: true, version: 4
	};
	const { active, ...request } = row;
	expect(active).toBe(true);
	expect(readSchedule(scheduleDraft(row))).toEqual({ ok: true, request });
});

test('a field that cannot be read is named, an empty end is for ever', () => {
	const draft = { ...newSchedule('d', 'l', 1, '2026-11-24'), start: 'nine', end: '', from: '' };
	expect(readSchedule(draft)).toEqual({
		ok: false,
		wrong: { start_minute: 'time_invalid', end_minute: 'required', valid_from: 'required' }
	});
	const good = readSchedule({ ...draft, start: '9', end: '12', from: '2026-02-01' });
	expect(good).toMatchObject({ ok: true, request: { start_minute: 540, valid_from: '2026-02-01', valid_to: null } });
});

test('leave is for a doctor everywhere, whole days unless times are given', () => {
	const draft = { ...newException('leave', 'd', 'l', '2026-12-01'), last: '', reason: 'Leave' };
	expect(readException(draft)).toMatchObject({
		ok: true,
		request: { doctor_id: 'd', location_id: null, starts_on: '2026-12-01', ends_on: '2026-12-01', start_minute: null, slot_minutes: null }
	});
});

test('a holiday is for a location, an extra session needs its times', () => {
	expect(readException(newException('holiday', 'd', 'l', '2026-12-25'))).toMatchObject({
		ok: true,
		request: { doctor_id: null, location_id: 'l' }
	});
	const extra = { ...newException('extra', 'd', 'l', '2026-12-05'), start: '' };
	expect(readException(extra)).toEqual({ ok: false, wrong: { start_minute: 'required' } });
});

test('an exception is shown as it is stored', () => {
	const row = {
		id: 'e', kind: 'extra' as const, doctor_id: 'd', location_id: 'l', starts_on: '2026-12-05', ends_on: '2026-12-05', start_minute: 540,
		end_minute: 780, slot_minutes: 30, visit_mode: 'online' as const, reason: 'Flu clinic', active: true, version: 2
	};
	const { active, ...request } = row;
	expect(active).toBe(true);
	expect(readException(exceptionDraft(row))).toEqual({ ok: true, request });
});
