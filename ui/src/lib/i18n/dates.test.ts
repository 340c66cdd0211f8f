import { describe, expect, test } from 'vitest';
import { order, parseBirthDate } from './dates';

const TODAY = '2026-11-24';
const date = (typed: string, tag: string) => {
	const parsed = parseBirthDate(typed, TODAY, tag);
	return parsed.ok ? parsed.date : parsed.problem;
};

describe('a date of birth', () => {
	test.each([
		['en-IE', '3/5/1988'],
		['en-IE', '03.05.1988'],
		['en-IE', '3-5-88'],
		['en-IE', '3 5 88'],
		['en-IE', '03051988'],
		['en-IE', '030588'],
		['en-IE', '3 May 1988'],
		['en-IE', '3rd may 88'],
		['en-IE', 'May 3, 1988'],
		['en-US', '5/3/1988'],
		['en-US', '05031988'],
		['en-US', '3 May 1988'],
		['vi-VN', '3/5/1988'],
		['vi-VN', '3 tháng 5 1988'],
		['vi-VN', '3 tháng 5, 1988'],
		['vi-VN', '3 may 1988'],
		['de-DE', '3. Mai 1988'],
		['ja-JP', '1988/05/03']
	])('in %s as %s', (tag, typed) => expect(date(typed, tag)).toBe('1988-05-03'));

	test.each(['en-IE', 'en-US', 'vi-VN'])('in ISO is read everywhere, in %s', (tag) => {
		expect(date('1988-05-03', tag)).toBe('1988-05-03');
		expect(date('1988-5-3', tag)).toBe('1988-05-03');
		expect(date('19880503', tag)).toBe('1988-05-03');
	});

	test('tells tháng 1 from tháng 11 and tháng 12', () => {
		expect(date('3 tháng 1 1988', 'vi-VN')).toBe('1988-01-03');
		expect(date('3 tháng 11 1988', 'vi-VN')).toBe('1988-11-03');
		expect(date('3 tháng 12 1988', 'vi-VN')).toBe('1988-12-03');
	});

	test('with a short year is the latest that has passed', () => {
		expect(date('24/11/26', 'en-IE')).toBe('2026-11-24');
		expect(date('25/11/26', 'en-IE')).toBe('1926-11-25');
	});

	test('that never was is named', () => {
		expect(parseBirthDate('31.2.88', TODAY, 'en-IE')).toEqual({ ok: false, problem: 'no_such_day', day: 31, month: 2 });
		expect(date('29/2/1900', 'en-IE')).toBe('no_such_day');
		expect(date('29/2/2000', 'en-IE')).toBe('2000-02-29');
	});

	test.each([
		['', 'empty'],
		['  ', 'empty'],
		['yesterday', 'unreadable'],
		['3/5', 'unreadable'],
		['3/13/1988', 'unreadable'],
		['1/1/198', 'unreadable'],
		['123456789', 'unreadable'],
		['3 ma 1988', 'unreadable'],
		['25/11/2026', 'future'],
		['1/1/1850', 'too_old']
	])('%j is refused as %s', (typed, problem) => expect(date(typed, 'en-IE')).toBe(problem));
});

test('the order of figures follows the country', () => {
	expect(order('en-US')).toEqual(['month', 'day', 'year']);
	expect(order('en-GB')).toEqual(['day', 'month', 'year']);
	expect(order('ja-JP')).toEqual(['year', 'month', 'day']);
});
