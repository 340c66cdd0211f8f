import { expect, test } from 'vitest';
import type { Opening } from '$lib/api/generated/Opening';
import { dayWord, later, remark, spanOf } from './openings';

const opening = (start: string, usual = true): Opening => ({
	doctor_id: 'd', doctor_title: 'Dr', doctor_first_name: 'Amara', doctor_last_name: 'Okafor', is_usual_doctor: usual,
	location_id: 'l', location_name: 'Northgate', time_zone: 'Europe/Dublin', room_id: null, room_name: null,
	visit_mode: 'in_person', starts_at: `2026-11-24T${start}:00Z`, ends_at: new Date(Date.parse(`2026-11-24T${start}:00Z`) + 900_000).toISOString(),
	local_day: '2026-11-24', start_minute: 0
});
const now = new Date('2026-11-24T10:42:00Z');

test('days near by have words', () => {
	expect(dayWord('2026-11-24', '2026-11-24')).toBe('today');
	expect(dayWord('2026-11-25', '2026-11-24')).toBe('tomorrow');
	expect(dayWord('2026-11-30', '2026-11-24')).toContain('30');
});

test('a time is written at its location', () => {
	expect(spanOf({ ...opening('11:15'), time_zone: 'Asia/Ho_Chi_Minh' })).toBe('18:15 – 18:30');
});

test('says how soon it is, and when it is not the usual doctor', () => {
	expect(remark(opening('11:15'), now, true)).toBe('in 33 min');
	expect(remark(opening('14:45'), now, true)).toBe('');
	expect(remark(opening('11:15', false), now, true)).toBe('other doctor');
	expect(remark(opening('11:15', false), now, false)).toBe('in 33 min');
});

test('looks on after the last one shown', () => {
	expect(later([opening('14:45'), opening('11:15')])).toBe('2026-11-24T14:46:00.000Z');
	expect(later([])).toBeNull();
});
