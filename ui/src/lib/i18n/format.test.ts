import { beforeEach, describe, expect, test } from 'vitest';
import { addDays, ageOn, dayOf, formatClock, formatDate, formatDay, formatMoney, formatNumber, formatTime } from './format';
import { dateFormat, numberFormat } from './intl';
import { language } from './locale.svelte';
import { setRegion, tagFor } from './region.svelte';

beforeEach(() => {
	language.current = 'en';
	setRegion({ country: 'IE', timeZone: 'Europe/Dublin' });
});

describe('dates and times', () => {
	test('follow the language and the country', () => {
		expect(formatDate('1988-05-03')).toBe('3 May 1988');
		setRegion({ country: 'US', timeZone: 'America/New_York' });
		expect(formatDate('1988-05-03')).toBe('May 3, 1988');
		language.current = 'vi';
		expect(formatDate('1988-05-03')).toBe('3 thg 5, 1988');
	});

	test('a day has no zone and never shifts', () => {
		setRegion({ country: 'US', timeZone: 'Pacific/Honolulu' });
		expect(formatDay('2026-11-24')).toContain('24');
	});

	test('an instant is shown in the zone of the location, on both sides of a clock change', () => {
		expect(formatTime('2026-10-25T00:30:00Z')).toBe('01:30');
		expect(formatTime('2026-10-25T01:30:00Z')).toBe('01:30');
		expect(formatTime('2026-10-25T02:30:00Z')).toBe('02:30');
		expect(dayOf('2026-06-30T23:30:00Z')).toBe('2026-07-01');
	});

	test('what moves is told to the second, in the zone of the location', () => {
		expect(formatClock(new Date('2026-07-01T12:05:09Z'))).toBe('13:05:09');
	});

	test('a formatter is made once for its language and its options', () => {
		expect(dateFormat('en-IE', { day: 'numeric' })).toBe(dateFormat('en-IE', { day: 'numeric' }));
		expect(dateFormat('en-IE', { day: 'numeric' })).not.toBe(dateFormat('vi-VN', { day: 'numeric' }));
		expect(numberFormat('en-IE')).toBe(numberFormat('en-IE'));
		expect(numberFormat('en-IE')).not.toBe(numberFormat('en-IE', { useGrouping: false }));
	});

	test('days are added over a clock change and a month end', () => {
		expect(addDays('2026-10-24', 2)).toBe('2026-10-26');
		expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
	});

	test('an age grows on the birthday', () => {
		expect(ageOn('1988-05-03', '2026-05-02')).toBe(37);
		expect(ageOn('1988-05-03', '2026-05-03')).toBe(38);
	});
});

describe('amounts', () => {
	test('come from minor units of the currency', () => {
		expect(formatMoney(4000, 'EUR')).toBe('€40.00');
		expect(formatMoney(4000, 'JPY')).toMatch(/4,000$/);
		language.current = 'vi';
		setRegion({ country: 'VN', timeZone: 'Asia/Ho_Chi_Minh' });
		expect(formatMoney(150000, 'VND')).toMatch(/^150\.000\s₫$/);
	});

	test('write a real minus sign', () => {
		expect(formatMoney(-4000, 'EUR')).toBe('−€40.00');
		expect(formatNumber(-1234)).toBe('−1,234');
	});
});

test('English in a country without English rules is not American', () => {
	expect(tagFor('en', 'VN', [])).toBe('en-001');
	expect(tagFor('en', 'IE', [])).toBe('en-IE');
	expect(tagFor('vi', 'IE', [])).toBe('vi-IE');
	expect(tagFor('en', null, ['vi-VN', 'en-AU'])).toBe('en-AU');
});
