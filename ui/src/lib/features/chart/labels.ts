import type { Age } from '$lib/api/generated/Age';
import type { AllergenKind } from '$lib/api/generated/AllergenKind';
import type { CarePlanStatus } from '$lib/api/generated/CarePlanStatus';
import type { ChartFilter } from '$lib/api/generated/ChartFilter';
import type { Collection } from '$lib/api/generated/Collection';
import type { HistoryKind } from '$lib/api/generated/HistoryKind';
import type { ImmunizationStatus } from '$lib/api/generated/ImmunizationStatus';
import type { ItemStatus } from '$lib/api/generated/ItemStatus';
import type { MedicationStatus } from '$lib/api/generated/MedicationStatus';
import type { PastVisitKind } from '$lib/api/generated/PastVisitKind';
import type { ProcedureStatus } from '$lib/api/generated/ProcedureStatus';
import type { Severity } from '$lib/api/generated/Severity';
import { formatDate } from '$lib/i18n/format';
import { m } from '$lib/paraglide/messages';

/* Words for what the core calls by code. */

export const severities: Record<Severity, () => string> = {
	mild: m.chart_severity_mild,
	moderate: m.chart_severity_moderate,
	severe: m.chart_severity_severe
};

export const allergens: Record<AllergenKind, () => string> = { substance: m.chart_allergen_substance, class: m.chart_allergen_class };

export const itemStatuses: Record<ItemStatus, () => string> = {
	active: m.chart_status_active,
	resolved: m.chart_status_resolved,
	refuted: m.chart_status_refuted
};

export const medicationStatuses: Record<MedicationStatus, () => string> = {
	active: m.chart_status_taken,
	stopped: m.chart_status_stopped,
	refuted: m.chart_status_refuted
};

export const immunizationStatuses: Record<ImmunizationStatus, () => string> = {
	given: m.chart_status_given,
	not_given: m.chart_status_not_given,
	refuted: m.chart_status_refuted
};

export const procedureStatuses: Record<ProcedureStatus, () => string> = {
	done: m.chart_status_done,
	under_way: m.chart_status_under_way,
	stopped: m.chart_status_broken_off,
	not_done: m.chart_status_not_done,
	refuted: m.chart_status_refuted
};

export const carePlanStatuses: Record<CarePlanStatus, () => string> = {
	active: m.chart_status_followed,
	completed: m.chart_status_completed,
	stopped: m.chart_status_given_up,
	refuted: m.chart_status_refuted
};

export const historyKinds: Record<HistoryKind, () => string> = {
	past: m.chart_history_past,
	surgery: m.chart_history_surgery,
	family: m.chart_history_family,
	social: m.chart_history_social
};

export const filters: Record<ChartFilter, () => string> = {
	visits: m.chart_filter_visits,
	notes: m.chart_filter_notes,
	prescriptions: m.chart_filter_prescriptions,
	records: m.chart_filter_records,
	history: m.chart_filter_history
};

export const documentKinds: Partial<Record<Collection, () => string>> = {
	encounter_notes: m.chart_document_note,
	prescriptions: m.chart_document_prescription,
	medical_records: m.chart_document_record,
	patient_history: m.chart_document_history,
	files: m.chart_document_file
};

export const pastVisits: Record<PastVisitKind, () => string> = {
	visit: m.chart_visit_visit,
	follow_up: m.chart_visit_follow_up,
	emergency: m.chart_visit_emergency,
	inpatient: m.chart_visit_inpatient,
	home: m.chart_visit_home,
	remote: m.chart_visit_remote
};

export const vitalNames: Record<string, () => string> = {
	bp_systolic: m.chart_vital_bp_systolic,
	bp_diastolic: m.chart_vital_bp_diastolic,
	heart_rate: m.chart_vital_heart_rate,
	temperature: m.chart_vital_temperature,
	respiratory_rate: m.chart_vital_respiratory_rate,
	oxygen_saturation: m.chart_vital_oxygen_saturation,
	weight: m.chart_vital_weight,
	height: m.chart_vital_height,
	head_circumference: m.chart_vital_head_circumference,
	bmi: m.chart_vital_bmi
};

const UNITS: Record<string, string> = { 'mm[Hg]': 'mmHg', Cel: '°C', '{score}': '', 'kg/m2': 'kg/m²' };

/** UCUM's u is micro where it stands before one of these. */
const MICRO = /(^|[^A-Za-z])u(?=(?:mol|kat|g|L|m|s|U|\[IU\])(?![A-Za-z]))/g;
const raised = (digits: string): string => [...digits].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]).join('');

/** A UCUM unit as people write it; what is stored stays UCUM. */
export function unitText(unit: string): string {
	return UNITS[unit] ?? unit.replace(MICRO, '$1µ').replace(/10\*(\d+)/g, (_, power: string) => `10${raised(power)}`);
}

const AGES: Record<Age['unit'], (params: { count: number }) => string> = {
	days: m.chart_age_days,
	weeks: m.chart_age_weeks,
	months: m.chart_age_months,
	years: m.chart_age_years
};

export const ageText = ({ value, unit }: Age): string => AGES[unit]({ count: value });

/** A stored day, as far as it says something: the first of January stands for its year. */
export function sinceText(day: string | null): string {
	if (day === null) return '';
	return m.chart_since({ date: day.endsWith('-01-01') ? day.slice(0, 4) : formatDate(day) });
}

/** The options of a choice among what the core calls by code. */
export function options<T extends string>(words: Record<T, () => string>): { value: T; label: string }[] {
	return (Object.keys(words) as T[]).map((value) => ({ value, label: words[value]() }));
}
