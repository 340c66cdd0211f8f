import { expect, test } from 'vitest';
import type { Observation } from '$lib/api/generated/Observation';
import { vitalLines } from './vitals';

const point = (value: number, flag: Observation['flag'] = 'normal', taken_at = '2026-11-24T09:00:00Z'): Observation => ({
	id: `o${value}`, document_id: null, code: '', name: '', value, unit: '', taken_at, reference_low: null, reference_high: null, flag, growth: null
});

test('the two of blood pressure are one line, flagged when either is out', () => {
	const lines = vitalLines([
		{ code: 'bp_systolic', unit: 'mm[Hg]', points: [point(148)] },
		{ code: 'bp_diastolic', unit: 'mm[Hg]', points: [point(96, 'high')] },
		{ code: 'heart_rate', unit: '/min', points: [point(92)] }
	]);
	expect(lines.map(({ code, value, unit, flag }) => [code, value, unit, flag])).toEqual([
		['bp_systolic', '148/96', 'mmHg', 'high'],
		['heart_rate', '92', '/min', 'normal']
	]);
});

test('two figures of different times are not read as one', () => {
	const lines = vitalLines([
		{ code: 'bp_systolic', unit: 'mm[Hg]', points: [point(148)] },
		{ code: 'bp_diastolic', unit: 'mm[Hg]', points: [point(80, 'normal', '2025-01-01T09:00:00Z')] }
	]);
	expect(lines.map(({ value }) => value)).toEqual(['148']);
});
