/* Where things stand in the day grid. A time is a number of minutes since midnight. */

export const PX_PER_HOUR = 80;
/** Times and lengths are multiples of this, as the core's ticks are. */
export const TICK = 5;
/** The shortest and the longest length that the grid lets one draw. */
export const SHORTEST = 5;
export const LONGEST = 480;

export interface Span {
	start: number;
	end: number;
}

export function snap(minute: number, step = TICK): number {
	return Math.round(minute / step) * step;
}

/** Minutes that two spans share. */
export function shared(a: Span, b: Span): number {
	return Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start));
}

/** The minute under a point so many pixels below the top of the columns. */
export function minuteAt(y: number, top: number): number {
	return top + (y * 60) / PX_PER_HOUR;
}

/** The same length, moved so that it lies inside; one that is too long starts where the bounds do. */
export function inside(span: Span, bounds: Span): Span {
	const length = span.end - span.start;
	const start = Math.max(bounds.start, Math.min(span.start, bounds.end - length));
	return { start, end: start + length };
}

/** What an axis has to show: whole hours around everything that is open or booked. */
export function boundsOf(spans: readonly Span[], least: Span = { start: 480, end: 1020 }): Span {
	const start = Math.min(least.start, ...spans.map((span) => span.start));
	const end = Math.max(least.end, ...spans.map((span) => span.end));
	return { start: Math.max(0, Math.floor(start / 60) * 60), end: Math.min(1440, Math.ceil(end / 60) * 60) };
}

/** The full hours that the axis names. */
export function hoursOf(bounds: Span): number[] {
	const first = Math.ceil(bounds.start / 60) * 60;
	return Array.from({ length: Math.ceil((bounds.end - first) / 60) }, (_, index) => first + index * 60);
}

/** What of the bounds is not open. */
export function closedParts(open: readonly Span[], bounds: Span): Span[] {
	const parts: Span[] = [];
	let from = bounds.start;
	for (const span of open.toSorted((a, b) => a.start - b.start)) {
		if (span.start > from) parts.push({ start: from, end: Math.min(span.start, bounds.end) });
		from = Math.max(from, span.end);
	}
	if (from < bounds.end) parts.push({ start: from, end: bounds.end });
	return parts;
}
