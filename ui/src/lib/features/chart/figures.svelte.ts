import { api, toApiError, type ApiError } from '$lib/api';
import type { Measured } from '$lib/api/generated/Measured';
import type { Observation } from '$lib/api/generated/Observation';
import { clinicUnits, converted, convertedUnit } from '$lib/features/notes/vitals';
import { m } from '$lib/paraglide/messages';
import { unitText, vitalNames } from './labels';
import { csv, type Point } from './plot';

/** What is plotted together: one code, or both blood pressures. */
export interface FigureGroup {
	key: string;
	name: string;
	codes: string[];
}

const MOST = 500;
const nameOf = ({ code, name }: Measured): string => vitalNames[code]?.() ?? (name || code);

/** Vitals in their usual order, then labs by name. */
export function groupsOf(measured: readonly Measured[]): FigureGroup[] {
	const order = Object.keys(vitalNames);
	const rank = ({ code }: Measured) => (order.includes(code) ? order.indexOf(code) : order.length);
	const sorted = measured.toSorted((a, b) => rank(a) - rank(b) || nameOf(a).localeCompare(nameOf(b)));
	return sorted.flatMap((one): FigureGroup[] => {
		const both = sorted.some(({ code }) => code === 'bp_systolic') && sorted.some(({ code }) => code === 'bp_diastolic');
		if (both && one.code === 'bp_diastolic') return [];
		if (both && one.code === 'bp_systolic') return [{ key: one.code, name: m.chart_vital_bp(), codes: ['bp_systolic', 'bp_diastolic'] }];
		return [{ key: one.code, name: nameOf(one), codes: [one.code] }];
	});
}

/** The figures of one code in the units that are shown. Those in another unit than the last one cannot share its axis. */
export function shownSeries(code: string, figures: readonly Observation[]): { unit: string; points: Point[]; left: number } {
	const stored = figures.at(-1)?.unit ?? '';
	const units = clinicUnits();
	const turn = (value: number | null) => (value === null ? null : converted(code, value, units));
	const same = figures.filter(({ unit }) => unit === stored);
	return {
		unit: convertedUnit(code, unitText(stored), units),
		points: same.map((one) => ({ ...one, value: turn(one.value)!, reference_low: turn(one.reference_low), reference_high: turn(one.reference_high) })),
		left: figures.length - same.length
	};
}

/** Age and percentile; beyond the charts' ends as on the screen, but with a point in every language. */
function grownCells({ growth }: Observation): (number | string | null)[] {
	if (growth === null) return [null, null];
	const { months, percentile } = growth;
	return [months, percentile < 0.1 ? '<0.1' : percentile > 99.9 ? '>99.9' : Math.round(percentile * 10) / 10];
}

/** The series that are on screen, each read once. */
export class Figures {
	read = $state.raw<Record<string, Observation[]>>({});
	error = $state.raw<ApiError | null>(null);

	constructor(readonly patient: () => string) {}

	async load(codes: readonly string[]): Promise<void> {
		this.error = null;
		try {
			const asked = await Promise.all(
				codes.map(async (code) => [code, await api.call('chart.series', { patient_id: this.patient(), code, limit: MOST })] as const)
			);
			this.read = { ...this.read, ...Object.fromEntries(asked) };
		} catch (thrown) {
			this.error = toApiError(thrown);
		}
	}

	/** As they are stored: metric, so that a file means the same everywhere. */
	csvOf(codes: readonly string[]): string {
		const growth = codes.some((code) => this.read[code]?.some((one) => one.growth !== null));
		const rows = codes.flatMap((code) => (this.read[code] ?? []).map((one) => [one.taken_at, code, one.name, one.value, one.unit, one.reference_low, one.reference_high, one.flag, ...(growth ? grownCells(one) : [])]));
		return csv(['taken_at', 'code', 'name', 'value', 'unit', 'reference_low', 'reference_high', 'flag', ...(growth ? ['age_months', 'percentile'] : [])], rows);
	}
}
