import type { Schedule } from '$lib/api/generated/Schedule';

/** A row of the week as it is drawn: minutes from the top of the grid. */
export interface Block {
	schedule: Schedule;
	top: number;
	height: number;
}

/** The hours that the grid shows: all rows with half an hour of air, and at least 8 to 18. */
export function shownHours(schedules: readonly Schedule[]): { from: number; to: number } {
	const first = Math.min(8 * 60, ...schedules.map((row) => row.start_minute - 30));
	const last = Math.max(18 * 60, ...schedules.map((row) => row.end_minute + 30));
	const hour = (minutes: number, round: (value: number) => number) => round(minutes / 60) * 60;
	return { from: Math.max(0, hour(first, Math.floor)), to: Math.min(24 * 60, hour(last, Math.ceil)) };
}

/** The rows of one weekday in the order of their times. */
export function blocksOf(schedules: readonly Schedule[], weekday: number, from: number): Block[] {
	return schedules
		.filter((schedule) => schedule.weekday === weekday)
		.sort((a, b) => a.start_minute - b.start_minute || a.valid_from.localeCompare(b.valid_from))
		.map((schedule) => ({
			schedule,
			top: schedule.start_minute - from,
			height: schedule.end_minute - schedule.start_minute
		}));
}

/** Whether the row holds on that day: not before it begins, not after it ended. */
export function holdsOn(schedule: Schedule, day: string): boolean {
	return schedule.valid_from <= day && (schedule.valid_to === null || schedule.valid_to >= day);
}

/** Hours of work in a week of these rows. */
export function hoursPerWeek(schedules: readonly Schedule[]): number {
	return schedules.reduce((sum, row) => sum + row.end_minute - row.start_minute, 0) / 60;
}
