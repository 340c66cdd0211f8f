import { expect, test } from 'vitest';
import type { WaitlistEntry } from '$lib/api/generated/WaitlistEntry';
import { daysWaiting, emptyWish, formOf, hoursText, mergedForm, weekdaysText, wishOf, wishText } from './wish';

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
	const form = { ...emptyWish(), note: ' ' };
	expect(wishOf(form)).toEqual({ doctor_id: null, service_id: null, weekdays: 127, from_minute: 0, to_minute: 1440, latest_on: null, note: '' });
	expect(wishOf({ ...form, part: 'afternoon' })).toMatchObject({ from_minute: 720, to_minute: 1440 });
});

test('waiting counts whole days', () => {
	expect(daysWaiting('2026-11-18T09:00:00Z', new Date('2026-11-24T08:00:00Z'))).toBe(5);
});

const entry: WaitlistEntry = {
	id: 'w', version: 3, patient_id: 'p', patient_name: 'Patient', patient_phone: '', doctor_id: null, doctor_last_name: null, specialty_id: 'derm',
	specialty_name: 'Dermatology', location_id: 'north', service_id: 'scan', service_name: 'Scan', appointment_id: null, earliest_on: '2026-11-20',
	latest_on: null, weekdays: 127, from_minute: 960, to_minute: 1440, minutes: 40, visit_mode: 'online', note: 'after school', status: 'waiting',
	offered_doctor_id: null, offered_starts_at: null, offered_until: null, created_at: '2026-11-20T09:00:00Z'
};

test('an edit that touches nothing wishes for the same, also what the form does not ask', () => {
	expect(formOf(entry).part).toBe('own');
	expect(wishOf(formOf(entry), entry)).toEqual({
		doctor_id: null, specialty_id: 'derm', service_id: 'scan', earliest_on: '2026-11-20', latest_on: null, weekdays: 127,
		from_minute: 960, to_minute: 1440, minutes: 40, mode: 'online', note: 'after school'
	});
});

test('a doctor takes the place of the specialty, and another service brings its length', () => {
	const wish = wishOf({ ...formOf(entry), doctorId: 'okafor', serviceId: 'visit' }, entry);
	expect(wish).toMatchObject({ doctor_id: 'okafor', specialty_id: null, service_id: 'visit', minutes: null });
});

test('what one left alone takes what was saved meanwhile', () => {
	const stored = { ...entry, version: 4, weekdays: 1, note: 'before school' };
	expect(mergedForm({ ...formOf(entry), note: 'mornings' }, entry, stored)).toMatchObject({ weekdays: 1, note: 'mornings' });
});
