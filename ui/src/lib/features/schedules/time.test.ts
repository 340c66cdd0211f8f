import { describe, expect, test } from 'vitest';
import { clock, parseClock, parseDay } from './time';

describe('a time of day', () => {
	test.each([['9', 540], ['930', 570], ['09:30', 570], ['9.30', 570], ['24:00', 1440], ['0', 0]])('%s is read', (typed, minutes) => {
		expect(parseClock(typed)).toBe(minutes);
	});

	test.each(['', '9:60', '24:15', 'nine', '9:3', '12345'])('%s is refused', (typed) => {
		expect(parseClock(typed)).toBeNull();
	});

	test('is written with two figures each', () => {
		expect([clock(0), clock(545), clock(1440)]).toEqual(['00:00', '09:05', '24:00']);
	});
});

describe('a day', () => {
	test('is read as ISO and in the order of the locale', () => {
		expect(parseDay('2026-12-01', 'en-IE')).toBe('2026-12-01');
		expect(parseDay('1/12/2026', 'en-IE')).toBe('2026-12-01');
		expect(parseDay('12/1/26', 'en-US')).toBe('2026-12-01');
	});

	test.each(['', '2026-02-30', '1 December', '31/11/2026'])('%s is refused', (typed) => {
		expect(parseDay(typed, 'en-IE')).toBeNull();
	});
});
