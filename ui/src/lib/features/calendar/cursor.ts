import type { Held, Room } from './fits';
import type { Span } from './geometry';

/** Where the keyboard stands in the grid. */
export interface Cursor {
	column: number;
	minute: number;
}

export type Direction = 'up' | 'down' | 'left' | 'right';

/** The places at which the cursor stops in a column: the steps that are free, and each visit once. */
export function stops(visits: readonly Held[], bounds: Span, step: number): number[] {
	const insideAny = (minute: number) => visits.some((visit) => visit.start < minute && minute < visit.end);
	const places = new Set<number>();
	for (let minute = bounds.start; minute < bounds.end; minute += step) if (!insideAny(minute)) places.add(minute);
	for (const visit of visits) {
		places.add(visit.start);
		if (visit.end < bounds.end && !insideAny(visit.end)) places.add(visit.end);
	}
	return [...places].sort((a, b) => a - b);
}

export function move(cursor: Cursor, direction: Direction, columns: readonly Room[], bounds: Span, step: number): Cursor {
	const visits = columns[cursor.column]?.visits ?? [];
	if (direction === 'down') {
		return { ...cursor, minute: stops(visits, bounds, step).find((stop) => stop > cursor.minute) ?? cursor.minute };
	}
	if (direction === 'up') {
		return { ...cursor, minute: stops(visits, bounds, step).findLast((stop) => stop < cursor.minute) ?? cursor.minute };
	}
	const column = Math.max(0, Math.min(columns.length - 1, cursor.column + (direction === 'right' ? 1 : -1)));
	return column === cursor.column ? cursor : settle({ column, minute: cursor.minute }, columns);
}

/** On a visit the cursor stands at its start. */
function settle(cursor: Cursor, columns: readonly Room[]): Cursor {
	const under = visitUnder(cursor, columns);
	return under === undefined ? cursor : { ...cursor, minute: under.start };
}

/** The visit that the cursor is on. Of several side by side, the one that starts last. */
export function visitUnder<T extends Held>(cursor: Cursor, columns: readonly Room<T>[]): T | undefined {
	return columns[cursor.column]?.visits
		.filter((visit) => visit.start <= cursor.minute && cursor.minute < visit.end)
		.toSorted((a, b) => a.start - b.start)
		.at(-1);
}
