import { beforeEach, expect, test, vi } from 'vitest';
import * as units from '$lib/features/notes/vitals';
import type { Observation } from '$lib/api/generated/Observation';
import { Figures } from './figures.svelte';
import { agesOf, curvesOf, grown, monthsText } from './growth';

const BORN = '2024-01-10';
const DAY = 86_400_000;
const at = (months: number) => Date.parse(BORN) + (months * 365.25 * DAY) / 12;
const ages = (first: number, last: number) => {
	const { span, ticks } = agesOf(BORN, [at(first), at(last)]);
	return [span.map((instant) => Math.round(((instant - Date.parse(BORN)) * 12) / DAY / 365.25)), ticks.map(({ text }) => text).join(' ')];
};

beforeEach(() => vi.restoreAllMocks());

test('the axis has round ages, in months and then in years', () => {
	expect(ages(0, 7)).toEqual([[0, 8], '0 mo 1 mo 2 mo 3 mo 4 mo 5 mo 6 mo 7 mo 8 mo']);
	expect(ages(0, 30)).toEqual([[0, 36], '0 mo 6 mo 12 mo 18 mo 2 y 30 mo 3 y']);
	expect(ages(0, 100)).toEqual([[0, 108], '0 mo 12 mo 2 y 3 y 4 y 5 y 6 y 7 y 8 y 9 y']);
	expect(ages(150, 180)).toEqual([[150, 186], '150 mo 13 y 162 mo 14 y 174 mo 15 y 186 mo']);
	expect(ages(238, 239.9)[0]).toEqual([238, 240]);
	expect(ages(90, 90)[0]).toEqual([90, 94]);
});

test('curves are cut to the ages that are shown, in the clinic’s units', () => {
	const measure = { code: 'weight', months: [0, 6, 12, 24], curves: [{ percentile: 50, values: [3, 7, 10, 12] }] };
	const cut = () => curvesOf(measure, BORN, [at(3), at(18)])[0]!.points.map(({ value }) => Math.round(value * 100) / 100);
	expect(cut()).toEqual([5, 7, 10, 11]);
	vi.spyOn(units, 'clinicUnits').mockReturnValue('imperial');
	expect(cut()[1]).toBe(15.43);
	expect(curvesOf(measure, BORN, [at(30), at(40)])).toEqual([]);
});

const figure = (value: number, percentile: number | null): Observation => ({
	id: `o${value}`, document_id: null, code: 'bmi', name: '', value, unit: 'kg/m2', taken_at: '2026-11-24T09:00:00Z', reference_low: 18.5, reference_high: 24.9, flag: 'low',
	growth: percentile === null ? null : { months: 34.5, percentile }
});

test('an adult’s range is no child’s, and what lies outside the curves stands out', () => {
	const points = grown([figure(14, 2.9), figure(16, 3), figure(17, 97), figure(20, 97.1), figure(21, null)]);
	expect(points.map(({ flag }) => flag)).toEqual(['low', 'normal', 'normal', 'high', 'none']);
	expect(points[0]!.reference_low).toBeNull();
});

test('ages are said in days, weeks, months, and years with months', () => {
	expect([0, 0.46, 2.5, 9.6, 23.9, 24, 31.4].map(monthsText)).toEqual(['0 days', '14 days', '10 weeks', '9 months', '23 months', '2 y', '2 y 7 mo']);
});

test('a child’s CSV has age and percentile, and no nonsense at the ends', () => {
	const figures = new Figures(() => 'p');
	figures.read = { bmi: [figure(14, 2.94), figure(90, 100)], heart_rate: [figure(80, null)] };
	const [head, first, beyond] = figures.csvOf(['bmi']).split('\r\n');
	expect([head!.endsWith('flag,age_months,percentile'), first!.endsWith('34.5,2.9'), beyond!.endsWith('34.5,>99.9')]).toEqual([true, true, true]);
	expect(figures.csvOf(['heart_rate']).split('\r\n')[0]).toMatch(/flag$/);
});
