import { expect, test } from 'vitest';
import { daysWaiting, hoursText, weekdaysText, wishOf, wishText } from './wish';

const any = { doctor_last_name: null, specialty_name: null, weekdays: 127, from_minute: 0, to_minute: 1440, latest_on: null };

test('what does not matter is not said', () => {
	expect(wishText(any)).toBe('Any doctor');
	expect(wishText({ ...any, doctor_last_name: 'Okafor', to_minute: 720 })).toBe('Okafor · mornings');
});

test('days are named from Monday on', () => {
	expect(weekdaysText(0b1010)).toBe('Tue, Thu');
	expect(weekdaysText(1)).toBe('Mon');
	expect(weekdaysText(1 << 6)).toBe('Sun');
});

test('hours are said as people say them', () => {
	expect(hoursText({ from_minute: 960, to_minute: 1440 })).toBe('after 16:00');
	expect(hoursText({ from_minute: 0, to_minute: 660 })).toBe('before 11:00');
	expect(hoursText({ from_minute: 600, to_minute: 690 })).toBe('10:00 – 11:30');
});

test('a form that says nothing asks for anything', () => {
	const form = { doctorId: '', serviceId: '', weekdays: 127, part: 'any' as const, latest: '', note: ' ' };
	expect(wishOf(form)).toEqual({ doctor_id: null, service_id: null, weekdays: 127, from_minute: 0, to_minute: 1440, latest_on: null, note: '' });
	expect(wishOf({ ...form, part: 'afternoon' })).toMatchObject({ from_minute: 720, to_minute: 1440 });
});

test('waiting counts whole days', () => {
	expect(daysWaiting('2026-11-18T09:00:00Z', new Date('2026-11-24T08:00:00Z'))).toBe(5);
});
