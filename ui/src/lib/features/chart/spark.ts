/* The small plot of a vital sign: a line over its usual range. */

export interface Reading {
	value: number;
	reference_low: number | null;
	reference_high: number | null;
	flag: 'none' | 'normal' | 'low' | 'high';
}

export interface Spark {
	/** `x,y x,y …` */
	line: string;
	last: { x: number; y: number };
	/** The usual range, when one is known; an open end reaches the edge. */
	band: { y: number; height: number } | null;
}

const EDGE = 4;
/** Below this share of its mean a series looks flat, so that noise is not drawn as a mountain. */
const LEAST_SPAN = 0.08;

/** Where points and range lie in a box of this size. */
export function spark(readings: readonly Reading[], width: number, height: number): Spark | null {
	const final = readings.at(-1);
	if (final === undefined) return null;
	const { reference_low: low, reference_high: high } = final;
	const values = readings.map(({ value }) => value);
	const all = [...values, ...[low, high].filter((end) => end !== null)];
	const middle = (Math.min(...all) + Math.max(...all)) / 2;
	const span = Math.max(Math.max(...all) - Math.min(...all), Math.abs(middle) * LEAST_SPAN, Number.MIN_VALUE);
	const y = (value: number) => round(height / 2 - ((value - middle) / span) * (height - 2 * EDGE));
	const step = (width - 2 * EDGE) / Math.max(1, values.length - 1);
	const x = (index: number) => round(values.length === 1 ? width - EDGE : EDGE + index * step);
	const top = high === null ? 0 : y(high);
	const bottom = low === null ? height : y(low);
	return {
		line: values.map((value, index) => `${x(index)},${y(value)}`).join(' '),
		last: { x: x(values.length - 1), y: y(final.value) },
		band: low === null && high === null ? null : { y: top, height: Math.max(0, round(bottom - top)) }
	};
}

const round = (value: number): number => Math.round(value * 10) / 10;
