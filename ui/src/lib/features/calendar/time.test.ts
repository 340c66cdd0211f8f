import { describe, expect, test } from 'vitest';
import { addMonths, instantOf, minuteOf, minutesBetween, monthOf, weekOf } from './time';

const DUBLIN = 'Europe/Dublin';

describe('wall clock and instants', () => {
	test('an instant is shown at the location’s time', () => {
		expect(minuteOf('2026-07-01T08:30:00Z', '2026-07-01', DUBLIN)).toBe(9 * 60 + 30);
		expect(minuteOf('2026-11-24T10:45:00Z', '2026-11-24', DUBLIN)).toBe(645);
	});

	test('a night visit belongs to the day it started on', () => {
		expect(minuteOf('2026-11-24T16:30:00Z', '2026-11-24', 'Asia/Ho_Chi_Minh')).toBe(1410);
		expect(minuteOf('2026-11-24T17:30:00Z', '2026-11-24', 'Asia/Ho_Chi_Minh')).toBe(1470);
	});

	test('there and back is the same on both days of the clock change', () => {
		for (const day of ['2026-03-29', '2026-10-25']) {
			for (const minute of [0, 30, 180, 540, 1020]) {
				expect(minuteOf(instantOf(day, minute, DUBLIN), day, DUBLIN)).toBe(minute);
			}
		}
	});

	test('a time that the clocks skip is taken as the one after it', () => {
		expect(instantOf('2026-03-29', 90, DUBLIN)).toBe('2026-03-29T01:30:00.000Z');
	});

	test('a length does not stretch when the clocks go back', () => {
		const start = instantOf('2026-10-25', 30, DUBLIN);
		const end = instantOf('2026-10-25', 150, DUBLIN);
		expect(minutesBetween(start, end)).toBe(180);
	});
});

describe('weeks and months', () => {
	test('a week starts on Monday', () => {
		expect(weekOf('2026-11-24')[0]).toBe('2026-11-23');
		expect(weekOf('2026-11-29').at(-1)).toBe('2026-11-29');
	});

	test('a month shows whole weeks and no week of only other days', () => {
		const weeks = monthOf('2026-11-24');
		expect(weeks[0]![0]).toBe('2026-10-26');
		expect(weeks.at(-1)!.at(-1)).toBe('2026-12-06');
		expect(monthOf('2027-02-10')).toHaveLength(4);
	});

	test('a month on from the 31st is the last day', () => {
		expect(addMonths('2026-08-31', 1)).toBe('2026-09-30');
	});
});
