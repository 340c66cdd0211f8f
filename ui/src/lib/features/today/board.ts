import type { OverviewLocation } from '$lib/api/generated/OverviewLocation';
import type { AppointmentState } from '$lib/features/scheduling/states';

/* What the board shows of a day: four lanes, each in its own order, and how long people wait. */

export const LANES = ['expected', 'arrived', 'with_doctor', 'done'] as const;
export type LaneName = (typeof LANES)[number];

/** What the rules of the board need to know of an appointment. */
export interface BoardVisit {
	id: string;
	status: AppointmentState;
	starts_at: string;
	ends_at: string;
	checked_in_at: string | null;
	in_progress_at: string | null;
}

const LANE_OF: Record<AppointmentState, LaneName | null> = {
	scheduled: 'expected',
	confirmed: 'expected',
	checked_in: 'arrived',
	in_progress: 'with_doctor',
	completed: 'done',
	no_show: 'done',
	cancelled: null,
	rescheduled: null
};

/** The lane of a state, or null when the board does not show it. */
export function laneOf(status: AppointmentState): LaneName | null {
	return LANE_OF[status];
}

const instant = (text: string | null) => (text === null ? Infinity : Date.parse(text));
const byStart = (a: BoardVisit, b: BoardVisit) => instant(a.starts_at) - instant(b.starts_at) || (a.id < b.id ? -1 : 1);
const ORDER: Record<LaneName, (a: BoardVisit, b: BoardVisit) => number> = {
	expected: byStart,
	// Who waits longest comes first.
	arrived: (a, b) => instant(a.checked_in_at) - instant(b.checked_in_at) || byStart(a, b),
	with_doctor: byStart,
	// What was done last is what one looks back at.
	done: (a, b) => byStart(b, a)
};

/** The day's visits by lane, each lane in its order. */
export function boardLanes<T extends BoardVisit>(visits: readonly T[]): Record<LaneName, T[]> {
	const board: Record<LaneName, T[]> = { expected: [], arrived: [], with_doctor: [], done: [] };
	for (const visit of visits) {
		const lane = laneOf(visit.status);
		if (lane !== null) board[lane].push(visit);
	}
	for (const lane of LANES) board[lane].sort(ORDER[lane]);
	return board;
}

function minutesSince(from: string | null, now: Date): number {
	return from === null ? 0 : Math.max(0, Math.floor((now.getTime() - Date.parse(from)) / 60_000));
}

/** Minutes since the patient arrived. */
export function waited(visit: BoardVisit, now: Date): number {
	return minutesSince(visit.checked_in_at, now);
}

/** Minutes with the doctor. */
export function withDoctorFor(visit: BoardVisit, now: Date): number {
	return minutesSince(visit.in_progress_at, now);
}

/** Minutes past the booked start of someone who has not arrived. */
export function late(visit: BoardVisit, now: Date): number {
	return laneOf(visit.status) === 'expected' ? minutesSince(visit.starts_at, now) : 0;
}

/** Minutes past the booked end of a visit that is going on. */
export function over(visit: BoardVisit, now: Date): number {
	return visit.status === 'in_progress' ? minutesSince(visit.ends_at, now) : 0;
}

export type Urgency = 'calm' | 'soon' | 'now';

export interface Thresholds {
	/** Minutes from which a wait is amber. */
	soon: number;
	/** Minutes from which it is red. */
	now: number;
}

export const DEFAULT_THRESHOLDS: Thresholds = { soon: 15, now: 30 };
/** What a location chose; as long as the locations are not read, what is usual. */
export function thresholdsAt(locations: readonly OverviewLocation[] | undefined, id: string): Thresholds {
	const location = locations?.find((known) => known.id === id);
	return location === undefined ? DEFAULT_THRESHOLDS : { soon: location.wait_warn_minutes, now: location.wait_late_minutes };
}
/** A few minutes late is not yet worth a word. */
export const LATE_FROM = 5;

export function urgency(minutes: number, thresholds: Thresholds = DEFAULT_THRESHOLDS): Urgency {
	if (minutes >= thresholds.now) return 'now';
	return minutes >= thresholds.soon ? 'soon' : 'calm';
}

export function longestWait(visits: readonly BoardVisit[], now: Date): number {
	return Math.max(0, ...visits.filter((visit) => visit.status === 'checked_in').map((visit) => waited(visit, now)));
}

/** Who is expected next: the first start that has not passed, else the first of all. */
export function nextExpected<T extends BoardVisit>(expected: readonly T[], now: Date): T | undefined {
	return expected.find((visit) => Date.parse(visit.starts_at) >= now.getTime()) ?? expected[0];
}

/** Where the selection starts on a day: who is expected next, or whoever is on the board at all. */
export function firstSelected<T extends BoardVisit>(board: Record<LaneName, T[]>, now: Date): string | null {
	return (nextExpected(board.expected, now) ?? LANES.flatMap((lane) => board[lane])[0])?.id ?? null;
}

export type Step = 'up' | 'down' | 'left' | 'right';

/** The row that an arrow key leads to. Sideways goes to the nearest lane with rows, at about the same height. */
export function stepFrom<T extends { id: string }>(
	board: Record<LaneName, T[]>, selected: string | null, step: Step
): string | null {
	const lane = LANES.findIndex((name) => board[name].some(({ id }) => id === selected));
	if (lane === -1) return LANES.flatMap((name) => board[name])[0]?.id ?? null;
	const rows = board[LANES[lane]!];
	const row = rows.findIndex(({ id }) => id === selected);
	if (step === 'up') return rows[Math.max(0, row - 1)]!.id;
	if (step === 'down') return rows[Math.min(rows.length - 1, row + 1)]!.id;
	const beside = step === 'left' ? LANES.slice(0, lane).reverse() : LANES.slice(lane + 1);
	const target = beside.map((name) => board[name]).find((list) => list.length > 0);
	return target?.[Math.min(row, target.length - 1)]?.id ?? selected;
}

/** Who is selected when the selected row has left the lane: the one that took its place. */
export function successor<T extends { id: string }>(before: readonly T[], after: readonly T[], gone: string): string | null {
	const place = before.findIndex(({ id }) => id === gone);
	const remaining = new Set(after.map(({ id }) => id));
	const following = before.slice(place + 1).find(({ id }) => remaining.has(id));
	const preceding = before.slice(0, Math.max(0, place)).findLast(({ id }) => remaining.has(id));
	return (following ?? preceding)?.id ?? null;
}
