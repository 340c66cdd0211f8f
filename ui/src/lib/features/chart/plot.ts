import type { Observation } from '$lib/api/generated/Observation';

/* The large plot of figures over time: pure geometry, in the units of the picture. */

export interface Frame {
	width: number;
	height: number;
	left: number;
	right: number;
	top: number;
	bottom: number;
}

export type Point = Pick<Observation, 'id' | 'value' | 'taken_at' | 'reference_low' | 'reference_high' | 'flag' | 'growth'>;

export interface Placed {
	point: Point;
	x: number;
	y: number;
}

export interface Tick {
	value: number;
	at: number;
	/** Instead of the value. */
	text?: string;
}

/** A line that figures are compared with. */
export interface Curve {
	percentile: number;
	points: { at: number; value: number }[];
}

export interface Plot {
	lines: { path: string; placed: Placed[] }[];
	/** Each with the height of its name at the right end. */
	curves: { percentile: number; path: string; end: { x: number; y: number } }[];
	/** The usual range as it was at each figure. */
	bands: { x: number; y: number; width: number; height: number }[];
	values: Tick[];
	/** Instants in milliseconds. */
	times: Tick[];
}

const DAY_MS = 86_400_000;
const round = (value: number): number => Math.round(value * 10) / 10;

/** A round step that gives about so many of them over a span. */
export function step(span: number, about: number): number {
	const rough = span / Math.max(1, about);
	const power = 10 ** Math.floor(Math.log10(rough));
	return [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? 10 * power;
}

/** Where several series lie in one frame, over these instants and before these curves; null without a figure. */
export function plot(series: readonly (readonly Point[])[], [from, to]: [number, number], frame: Frame, curves: readonly Curve[] = [], marks?: readonly Omit<Tick, 'at'>[]): Plot | null {
	const all = series.flat();
	if (all.length === 0) return null;
	const own = all.flatMap(({ value, reference_low, reference_high }) => [value, reference_low, reference_high].filter((end) => end !== null));
	const ends = [...own, ...curves.flatMap(({ points }) => points.map(({ value }) => value))];
	const gap = step(Math.max(Math.max(...ends) - Math.min(...ends), Math.abs(ends[0]!) * 0.1, 1e-6), curves.length > 0 ? 6 : 4);
	const low = Math.floor(Math.min(...ends) / gap) * gap;
	const high = Math.max(low + gap, Math.ceil(Math.max(...ends) / gap) * gap);
	const span = Math.max(to - from, DAY_MS);
	const x = (instant: number) => round(frame.left + ((instant - from) / span) * (frame.width - frame.left - frame.right));
	const y = (value: number) => round(frame.height - frame.bottom - ((value - low) / (high - low)) * (frame.height - frame.top - frame.bottom));
	const count = Math.round((high - low) / gap);
	return {
		lines: series.map((points) => {
			const placed = points.map((point) => ({ point, x: x(Date.parse(point.taken_at)), y: y(point.value) }));
			return { placed, path: placed.map((at) => `${at.x},${at.y}`).join(' ') };
		}),
		curves: curvesIn(curves, x, y, frame.top),
		bands: series.flatMap((points) => bandsOf(points, x, y, frame)),
		values: Array.from({ length: count + 1 }, (_, n) => low + n * gap).map((value) => ({ value: Number(value.toPrecision(12)), at: y(value) })),
		times: (marks ?? [0, 1, 2, 3].map((n) => ({ value: from + (span * n) / 3 }))).map((mark) => ({ ...mark, at: x(mark.value) }))
	};
}

/** Names that would lie over one another move apart, from the middle one outwards. */
const NAME_HEIGHT = 11;

function curvesIn(curves: readonly Curve[], x: (at: number) => number, y: (value: number) => number, top: number): Plot['curves'] {
	const ends = curves.map(({ points }) => y(points.at(-1)!.value));
	const middle = Math.floor(ends.length / 2);
	for (let n = middle + 1; n < ends.length; n++) ends[n] = Math.min(ends[n]!, ends[n - 1]! - NAME_HEIGHT);
	for (let n = middle - 1; n >= 0; n--) ends[n] = Math.max(ends[n]!, ends[n + 1]! + NAME_HEIGHT);
	// The upper ones would leave the picture: they push the others down.
	for (let n = ends.length - 1, room = top; n >= 0; n--) room = (ends[n] = Math.max(ends[n]!, room)) + NAME_HEIGHT;
	return curves.map(({ percentile, points }, n) => ({
		percentile,
		path: points.map(({ at, value }) => `${x(at)},${y(value)}`).join(' '),
		end: { x: x(points.at(-1)!.at), y: ends[n]! }
	}));
}

/** Equal ranges side by side are one band; it reaches halfway to the neighbours, and an open end reaches the edge. */
function bandsOf(points: readonly Point[], x: (at: number) => number, y: (value: number) => number, frame: Frame) {
	const same = (one: Point, other: Point) => one.reference_low === other.reference_low && one.reference_high === other.reference_high;
	const runs: Point[][] = [];
	for (const point of points) {
		const last = runs.at(-1);
		if (last !== undefined && same(last[0]!, point)) last.push(point);
		else runs.push([point]);
	}
	const at = (point: Point) => x(Date.parse(point.taken_at));
	return runs.flatMap((run, n) => {
		const { reference_low: low, reference_high: high } = run[0]!;
		if (low === null && high === null) return [];
		const before = runs[n - 1]?.at(-1);
		const after = runs[n + 1]?.[0];
		const start = before === undefined ? frame.left : (at(before) + at(run[0]!)) / 2;
		const end = after === undefined ? frame.width - frame.right : (at(run.at(-1)!) + at(after)) / 2;
		const top = high === null ? frame.top : y(high);
		const bottom = low === null ? frame.height - frame.bottom : y(low);
		return [{ x: round(start), y: top, width: round(end - start), height: round(Math.max(0, bottom - top)) }];
	});
}

/** The figure nearest to a place along the picture. */
export function nearest(placed: readonly Placed[], x: number): number {
	let best = 0;
	placed.forEach((one, index) => {
		if (Math.abs(one.x - x) < Math.abs(placed[best]!.x - x)) best = index;
	});
	return best;
}

/** A cell of a CSV file. What a spreadsheet would take for a formula is kept as text. */
const cell = (text: string): string => {
	const safe = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** Figures as CSV (RFC 4180), instants in ISO 8601 and decimals with a point, so that every program reads them alike. */
export function csv(head: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
	return [head, ...rows].map((row) => row.map((value) => cell(value === null ? '' : String(value))).join(',')).join('\r\n') + '\r\n';
}
