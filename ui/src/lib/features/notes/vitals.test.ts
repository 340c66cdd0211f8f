import { expect, test } from 'vitest';
import type { VitalRange } from '$lib/api/generated/VitalRange';
import { emptyBody } from './body';
import { bmi, judge, shown, typed, unitOf } from './vitals';

test('figures are typed with a point or a comma', () => {
	expect([typed('temperature', '38,1', 'metric'), typed('temperature', ' 38.1 ', 'metric'), typed('heart_rate', '', 'metric')]).toEqual([38.1, 38.1, null]);
	for (const text of ['abc', '1e3', '-4', '12345', '1.2.3']) expect(typed('weight', text, 'metric')).toBeUndefined();
});

test('imperial is shown and metric is kept', () => {
	expect([typed('temperature', '98.6', 'imperial'), typed('weight', '157.4', 'imperial'), typed('height', '64.6', 'imperial')]).toEqual([37, 71.4, 164.08]);
	expect([shown('temperature', 37, 'imperial'), shown('weight', 71.4, 'imperial'), shown('bp_systolic', 148, 'imperial')]).toEqual(['98.6', '157.4', '148']);
	expect([unitOf('temperature', 'imperial'), unitOf('heart_rate', 'imperial')]).toEqual(['°F', '/min']);
});

test('a figure is judged by what can be and what is usual', () => {
	const range: VitalRange = { figure: 'heart_rate', unit: '/min', least: 10, most: 300, low: 60, high: 100, source: 'AHA' };
	expect([9, 59, 60, 100, 101, 301].map((value) => judge(range, value))).toEqual(['impossible', 'low', 'normal', 'normal', 'high', 'impossible']);
	expect([judge(range, null), judge(undefined, 80), judge({ ...range, low: null, high: null }, 80)]).toEqual(['none', 'none', 'none']);
});

test('the BMI needs both figures', () => {
	const { vital_signs } = emptyBody().objective;
	expect(bmi(vital_signs)).toBeNull();
	expect(bmi({ ...vital_signs, weight: 71.4, height: 164 })).toBe(26.5);
});
