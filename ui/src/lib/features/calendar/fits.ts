import { shared, TICK, type Span } from './geometry';

/** What the grid knows of a booking that holds time. */
export interface Held extends Span {
	id: string;
	patientId: string;
	/** False for cancelled, no-show and moved, which hold no time. */
	holds: boolean;
}

/** What the grid knows of a column: when one can be seen there, and what is booked. */
export interface Room<T extends Held = Held> {
	id: string;
	open: readonly Span[];
	visits: readonly T[];
}

/** What moves: an appointment, or a new one without an id. */
export interface Moving {
	id: string | null;
	patientId: string | null;
}

export type Verdict<T extends Held = Held> =
	| { kind: 'fits' }
	/** Someone is in the way. `next` is the first start after it that fits in the same column. */
	| { kind: 'taken'; by: T; minutes: number; next: number | null }
	/** The patient is elsewhere at that time. */
	| { kind: 'patient'; by: T; next: number | null }
	| { kind: 'closed'; next: number | null }
	| { kind: 'past'; next: number | null };

/** What this workstation knows at once, before the core is asked. `others` are the day's other columns. */
export function judge<T extends Held>(
	column: Room<T>, span: Span, moving: Moving, others: readonly Room<T>[] = [], now = -Infinity
): Verdict<T> {
	const reason = hindrance(column, span, moving, others, now);
	if (reason === null) return { kind: 'fits' };
	return { ...reason, next: nextFit(column, span, moving, others, now) };
}

type Hindrance<T extends Held> =
	| { kind: 'taken'; by: T; minutes: number }
	| { kind: 'patient'; by: T }
	| { kind: 'closed' }
	| { kind: 'past' };

function hindrance<T extends Held>(
	column: Room<T>, span: Span, moving: Moving, others: readonly Room<T>[], now: number
): Hindrance<T> | null {
	if (span.start < now) return { kind: 'past' };
	const by = blocking(column, span, moving);
	if (by !== undefined) return { kind: 'taken', by, minutes: shared(by, span) };
	const elsewhere = others.flatMap(({ visits }) => visits).find(
		(visit) => visit.holds && visit.patientId === moving.patientId && visit.id !== moving.id && shared(visit, span) > 0
	);
	if (elsewhere !== undefined) return { kind: 'patient', by: elsewhere };
	const isOpen = column.open.some((open) => open.start <= span.start && span.end <= open.end);
	return isOpen ? null : { kind: 'closed' };
}

/** The one that shares the most of the time. */
function blocking<T extends Held>(column: Room<T>, span: Span, moving: Moving): T | undefined {
	return column.visits
		.filter((visit) => visit.holds && visit.id !== moving.id && shared(visit, span) > 0)
		.toSorted((a, b) => shared(b, span) - shared(a, span) || a.start - b.start)[0];
}

/** The first start after the span's own at which the same length fits in the column. */
function nextFit<T extends Held>(
	column: Room<T>, span: Span, moving: Moving, others: readonly Room<T>[], now: number
): number | null {
	const length = span.end - span.start;
	const last = Math.max(-Infinity, ...column.open.map((open) => open.end)) - length;
	for (let start = span.start + TICK; start <= last; start += TICK) {
		if (hindrance(column, { start, end: start + length }, moving, others, now) === null) return start;
	}
	return null;
}
