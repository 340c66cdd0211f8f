import { expect, test } from 'vitest';
import type { Schedule } from '$lib/api/generated/Schedule';
import { blocksOf, holdsOn, hoursPerWeek, shownHours } from './week';

function row(weekday: number, start_minute: number, end_minute: number): Schedule {
	return {
		id: `${weekday}-${start_minute}`, doctor_id: 'd', location_id: 'l', weekday, start_minute, end_minute, slot_minutes: 15,
		visit_mode: 'in_person', valid_from: '2026-01-01', valid_to: null, active: true, version: 1
	};
}

test('the grid shows the working day, and more when someone works longer', () => {
	expect(shownHours([])).toEqual({ from: 480, to: 1080 });
	expect(shownHours([row(1, 400, 1200)])).toEqual({ from: 360, to: 1260 });
	expect(shownHours([row(1, 0, 1440)])).toEqual({ from: 0, to: 1440 });
});

test('the rows of a weekday stand in the order of their times', () => {
	const blocks = blocksOf([row(2, 780, 1020), row(1, 540, 600), row(2, 540, 720)], 2, 480);
	expect(blocks.map(({ top, height }) => [top, height])).toEqual([[60, 180], [300, 240]]);
});

test('a row holds from its first to its last day', () => {
	const ended = { ...row(1, 0, 60), valid_to: '2026-06-30' };
	expect([holdsOn(ended, '2025-12-31'), holdsOn(ended, '2026-06-30'), holdsOn(ended, '2026-07-01')]).toEqual([false, true, false]);
	expect(holdsOn(row(1, 0, 60), '2030-01-01')).toBe(true);
});

test('the hours of a week are added up', () => {
	expect(hoursPerWeek([row(1, 540, 1020), row(2, 540, 570)])).toBe(8.5);
});
