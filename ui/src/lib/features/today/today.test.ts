import { beforeEach, expect, test, vi } from 'vitest';
import { api, CallError } from '$lib/api';
import type { AppointmentCard } from '$lib/api/generated/AppointmentCard';
import type { Board } from '$lib/api/generated/Board';
import { card, DAY, instant } from '$lib/features/scheduling/sample';
import { toast } from '$lib/ui';
import { allows, TodayBoard } from './today.svelte';

const now = new Date(instant(642));
let day: AppointmentCard[];
let today: TodayBoard;

const board = (): Board => ({
	location_id: 'north', location_name: 'Northgate', time_zone: 'Europe/Dublin', day: DAY, now: now.toISOString(), today: DAY,
	wait_warn_minutes: 15, wait_late_minutes: 30, next_at: null, longest_wait_minutes: null, appointments: day,
	counts: { booked: 0, expected: 0, arrived: 0, in_progress: 0, done: 0, no_show: 0, cancelled: 0 }
});

beforeEach(() => {
	vi.restoreAllMocks();
	day = [card('a', 600, { patient_name: 'Hồng Trần' }), card('b', 645), card('c', 660, { doctor_id: 'dahl', doctor_last_name: 'Dahl' })];
	today = new TodayBoard(board, () => now);
});

test('check-in selects who follows, so that the next key meets the next person', async () => {
	const arrived = card('b', 645, { status: 'checked_in', queue_number: 22 });
	const call = vi.spyOn(api, 'call').mockResolvedValue({ card: arrived, event_id: 'e', undo_until: instant(645), moved_from: null, proposal: null } as never);
	expect(today.selected?.id).toBe('b');
	await today.act('check_in');
	expect(call).toHaveBeenCalledWith('scheduling.check_in', { id: 'b', version: 1 }, expect.anything());
	expect(today.selected?.id).toBe('c');
	expect(toast.current?.text).toContain('22');
});

test('what the state does not allow is not even asked', async () => {
	const call = vi.spyOn(api, 'call');
	await today.act('start');
	expect(call).not.toHaveBeenCalled();
});

test('a stale row is refused with the reason and stays selected', async () => {
	vi.spyOn(api, 'call').mockRejectedValue(new CallError({ code: 'stale', params: {}, fields: [], ref: '' }));
	await today.act('check_in');
	expect(today.selected?.id).toBe('b');
	expect(toast.current).toMatchObject({ tone: 'danger' });
});

test('doctor and typing narrow the board; accents and case do not matter', () => {
	today.doctorId = 'dahl';
	expect(today.listed.map(({ id }) => id)).toEqual(['c']);
	today.doctorId = null;
	today.filter = 'TRAN hong';
	expect(today.listed.map(({ id }) => id)).toEqual(['a']);
	expect(today.doctors).toHaveLength(2);
});

test('what is over can be put away, once', async () => {
	day = [card('done', 600, { status: 'completed' }), card('open', 645)];
	const call = vi.spyOn(api, 'call').mockResolvedValue({ card: { ...day[0]!, archived: true }, event_id: 'e', undo_until: instant(700), moved_from: null, proposal: null } as never);
	expect(allows('archive', day[1]!)).toBe(false);
	expect(allows('archive', { ...day[0]!, archived: true })).toBe(false);
	today = new TodayBoard(board, () => now);
	today.select('done');
	await today.act('archive');
	expect(call).toHaveBeenCalledWith('scheduling.archive', { id: 'done', version: 1 }, expect.anything());
	expect(toast.undoable).not.toBeNull();
});
