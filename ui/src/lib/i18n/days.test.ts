import { describe, expect, test } from 'vitest';
import { daysFrom, parseDay } from './days';
import { formatNumericDate } from './format';
import { setRegion } from './region.svelte';
import { countries } from './regions';

const TODAY = '2026-11-26';
const day = (typed: string, tag = 'en-IE', today = TODAY) => {
	const read = parseDay(typed, today, tag);
	return read.ok ? read.day : read.problem;
};

describe('a day', () => {
	test.each([
		['3/12/2026', '2026-12-03'],
		['031226', '2026-12-03'],
		['2026-12-03', '2026-12-03'],
		['3 dec 2026', '2026-12-03'],
		['t', TODAY],
		['+3', '2026-11-29'],
		['-2', '2026-11-24'],
		['+ 2 w', '2026-12-10'],
		['+6m', '2027-05-26'],
		['-1y', '2025-11-26']
	])('typed %s', (typed, expected) => expect(day(typed)).toBe(expected));

	test.each([
		['28/11', 'en-IE', '2026-11-28'],
		['2811', 'en-IE', '2026-11-28'],
		['11/28', 'en-US', '2026-11-28'],
		['11/28', 'ja-JP', '2026-11-28'],
		['28 nov', 'en-IE', '2026-11-28'],
		['nov 28', 'en-US', '2026-11-28'],
		['5/1', 'en-IE', '2027-01-05'],
		['1/7', 'en-IE', '2026-07-01']
	])('without its year is the nearest: %s in %s', (typed, tag, expected) => expect(day(typed, tag)).toBe(expected));

	test('of a leap year is found in the year that has it', () => {
		expect(day('29/2', 'en-IE', '2027-12-01')).toBe('2028-02-29');
		expect(day('29/2/2027')).toBe('no_such_day');
	});

	test('of two figures is of this century while that is nearer', () => {
		expect(day('1/1/70')).toBe('2070-01-01');
		expect(day('1/1/88')).toBe('1988-01-01');
	});

	test('at the end of a month stays in the month that was meant', () => {
		expect(day('+1m', 'en-IE', '2027-01-31')).toBe('2027-02-28');
		expect(day('+1y', 'en-IE', '2028-02-29')).toBe('2029-02-28');
	});

	test.each([['', 'empty'], ['31/11', 'no_such_day'], ['32/13', 'unreadable'], ['soon', 'unreadable'], ['2026', 'unreadable'], ['+1x', 'unreadable']])(
		'that cannot be: %s',
		(typed, problem) => expect(day(typed)).toBe(problem)
	);

	test('written in figures is read again in every region', () => {
		for (const { value: country } of countries()) {
			setRegion({ country, timeZone: 'UTC' });
			expect(parseDay(formatNumericDate('2026-12-03'), TODAY), country).toEqual({ ok: true, day: '2026-12-03' });
		}
	});
});

describe('in how many days', () => {
	test.each([['10', 10], [' 10 days ', 10], ['2w', 14], ['2 weeks', 14], ['+1m', 30], ['3 tháng', 92], ['2 tuần', 14], ['1y', 365], ['3/12', 7], ['', null]])('%s is read', (typed, days) => {
		expect(daysFrom(typed, '2026-11-26', 'en-IE')).toBe(days);
	});

	test.each(['soon', '0', '-3', '2 moons', '999y', '2.5', '20/11'])('%s is refused', (typed) => {
		expect(daysFrom(typed, '2026-11-26', 'en-IE')).toBeUndefined();
	});
});
