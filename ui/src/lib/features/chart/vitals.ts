import type { Observation } from '$lib/api/generated/Observation';
import type { VitalSeries } from '$lib/api/generated/VitalSeries';
import { clinicUnits, converted, convertedUnit } from '$lib/features/notes/vitals';
import { formatNumber } from '$lib/i18n/format';
import { m } from '$lib/paraglide/messages';
import { unitText, vitalNames } from './labels';

/** A line of the vitals card. */
export interface VitalLine {
	code: string;
	name: string;
	/** The last figure as people say it: blood pressure has two. */
	value: string;
	unit: string;
	points: Observation[];
	flag: Observation['flag'];
	/** Where a child's figure lies. */
	percentile: number | null;
	takenAt: string;
}

/** The series as lines; the two of blood pressure are one, drawn by the upper. */
export function vitalLines(series: readonly VitalSeries[]): VitalLine[] {
	const lower = series.find(({ code }) => code === 'bp_diastolic')?.points.at(-1);
	return series.filter(({ code }) => code !== 'bp_diastolic').flatMap(({ code, unit, points }) => {
		const last = points.at(-1);
		if (last === undefined) return [];
		const together = code === 'bp_systolic' && lower?.taken_at === last.taken_at ? lower : undefined;
		return [{
			code,
			name: together ? m.chart_vital_bp() : (vitalNames[code]?.() ?? code),
			value: together ? `${formatNumber(last.value)}/${formatNumber(together.value)}` : formatNumber(converted(code, last.value, clinicUnits())),
			unit: convertedUnit(code, unitText(unit), clinicUnits()),
			points,
			flag: worse(last.flag, together?.flag),
			percentile: last.growth?.percentile ?? null,
			takenAt: last.taken_at
		}];
	});
}

function worse(first: Observation['flag'], second: Observation['flag'] | undefined): Observation['flag'] {
	return first === 'high' || first === 'low' ? first : (second ?? first);
}
