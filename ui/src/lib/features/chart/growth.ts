import type { GrowthMeasure } from '$lib/api/generated/GrowthMeasure';
import type { GrowthPlace } from '$lib/api/generated/GrowthPlace';
import { clinicUnits, exact } from '$lib/features/notes/vitals';
import { m } from '$lib/paraglide/messages';
import { ageText } from './labels';
import type { Curve, Point, Tick } from './plot';

/* A child's figures over age: which ages are shown, the curves behind them, and ages in words. */

/** As NCHS counts ages. */
const MONTH_MS = (365.25 / 12) * 86_400_000;
const GROWN_UP = 240;
/** Months between two marks of the axis, while no more than so many months are shown. */
const STEPS = [[8, 1], [16, 2], [24, 3], [48, 6], [110, 12], [GROWN_UP, 24]] as const;

/** What a child's figures are plotted before. */
export interface OverAge {
	/** First and last instant. */
	span: [number, number];
	/** Ages along the axis. */
	ticks: Omit<Tick, 'at'>[];
	curves: Curve[];
	/** Youngest age at which something was measured, in months. */
	youngest: number;
}

const instantAt = (born: string, months: number): number => Date.parse(born) + months * MONTH_MS;
const monthsAt = (born: string, instant: number): number => (instant - Date.parse(born)) / MONTH_MS;

/** The ages that hold all instants, from mark to mark, with a little room after the last one. */
export function agesOf(born: string, instants: readonly number[]): Omit<OverAge, 'curves'> {
	const [youngest, oldest] = [Math.min(...instants), Math.max(...instants)].map((instant) => monthsAt(born, instant)) as [number, number];
	const last = Math.max(oldest + (oldest - youngest) * 0.04, youngest + 4);
	const gap = STEPS.find(([most]) => last - youngest <= most)?.[1] ?? 24;
	const from = Math.max(0, Math.floor(youngest / gap) * gap);
	const to = Math.min(GROWN_UP, Math.ceil(last / gap) * gap);
	const marks = Array.from({ length: Math.floor((to - from) / gap) + 1 }, (_, n) => from + n * gap);
	const text = (months: number) => (months >= 24 && months % 12 === 0 ? m.chart_axis_years({ count: months / 12 }) : m.chart_axis_months({ count: months }));
	return { span: [instantAt(born, from), instantAt(born, to)], youngest, ticks: marks.map((months) => ({ value: instantAt(born, months), text: text(months) })) };
}

/** The curves within a span, in the units that are shown. */
export function curvesOf({ code, months, curves }: GrowthMeasure, born: string, span: readonly [number, number]): Curve[] {
	const [from, to] = span.map((instant) => monthsAt(born, instant)) as [number, number];
	const ages = [Math.max(from, months[0] ?? 0), ...months.filter((age) => age > from && age < to), Math.min(to, months.at(-1) ?? 0)];
	if (ages[0]! >= ages.at(-1)!) return [];
	const units = clinicUnits();
	return curves.map(({ percentile, values }) => ({
		percentile,
		points: ages.map((age) => ({ at: instantAt(born, age), value: exact(code, valueAt(months, values, age), units) }))
	}));
}

function valueAt(months: readonly number[], values: readonly number[], age: number): number {
	const next = Math.max(1, months.findIndex((month) => month >= age));
	const [from, to] = [months[next - 1]!, months[next]!];
	return values[next - 1]! + ((values[next]! - values[next - 1]!) * (age - from)) / (to - from);
}

/** Series of a child's growth, with what they are plotted before; nothing without a figure. */
export function overAge<S extends { points: Point[] }>(measure: GrowthMeasure, born: string, series: readonly S[]): { series: S[]; over: OverAge | null } {
	const own = series.map((one) => ({ ...one, points: grown(one.points) }));
	const instants = own.flatMap(({ points }) => points.map(({ taken_at }) => Date.parse(taken_at)));
	if (instants.length === 0) return { series: own, over: null };
	const ages = agesOf(born, instants);
	return { series: own, over: { ...ages, curves: curvesOf(measure, born, ages.span) } };
}

/** A child's figures as they are plotted: what lies outside the curves stands out, and an adult's range is not theirs. */
export function grown(points: readonly Point[]): Point[] {
	const flag = (place: GrowthPlace | null) => (place === null ? 'none' : place.percentile < 3 ? 'low' : place.percentile > 97 ? 'high' : 'normal');
	return points.map((point) => ({ ...point, reference_low: null, reference_high: null, flag: flag(point.growth) }));
}

/** An age as people say it: in weeks, months, or years and months. */
export function monthsText(months: number): string {
	if (months < 1) return ageText({ value: Math.round((months * MONTH_MS) / 86_400_000), unit: 'days' });
	if (months < 3) return ageText({ value: Math.floor((months * MONTH_MS) / (7 * 86_400_000)), unit: 'weeks' });
	if (months < 24) return ageText({ value: Math.floor(months), unit: 'months' });
	const [years, rest] = [Math.floor(months / 12), Math.floor(months % 12)];
	return rest === 0 ? ageText({ value: years, unit: 'years' }) : m.chart_age_years_months({ years, months: rest });
}
