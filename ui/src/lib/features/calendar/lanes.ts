import type { Span } from './geometry';

export interface Lane {
	/** Counted from the left, from 0. */
	lane: number;
	/** How many stand beside each other here. */
	of: number;
}

/** Splits a column only where several hold the same time: each run of overlapping items shares the width. */
export function lanes<T extends Span>(items: readonly T[]): Map<T, Lane> {
	const placed = new Map<T, Lane>();
	let run: T[] = [];
	let runEnd = -Infinity;
	for (const item of items.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
		if (item.start >= runEnd) {
			close(run, placed);
			run = [];
		}
		run.push(item);
		runEnd = Math.max(runEnd, item.end);
	}
	close(run, placed);
	return placed;
}

function close<T extends Span>(run: readonly T[], placed: Map<T, Lane>): void {
	const ends: number[] = [];
	const laneOf = run.map((item) => {
		const free = ends.findIndex((end) => end <= item.start);
		const lane = free === -1 ? ends.length : free;
		ends[lane] = item.end;
		return lane;
	});
	run.forEach((item, index) => placed.set(item, { lane: laneOf[index]!, of: ends.length }));
}
