import { describe, expect, test } from 'vitest';
import { clock, parseClock } from './clock';

describe('a time of day', () => {
	test.each([['9', 540], ['930', 570], ['09:30', 570], ['9.30', 570], ['24:00', 1440], ['0', 0]])('%s is read', (typed, minutes) => {
		expect(parseClock(typed)).toBe(minutes);
	});

	test.each(['', '9:60', '24:15', 'nine', '9:3', '12345'])('%s is refused', (typed) => {
		expect(parseClock(typed)).toBeNull();
	});

	test('is written with two figures each', () => {
		expect([clock(0), clock(545), clock(1440)]).toEqual(['00:00', '09:05', '24:00']);
		expect([clock(1450), clock(-30)]).toEqual(['00:10', '23:30']);
	});
});
