import { formatDate } from '$lib/i18n/format';
import { m } from '$lib/paraglide/messages';
import {
	allergens, carePlanStatuses, historyKinds, immunizationStatuses, itemStatuses, medicationStatuses, procedureStatuses, severities
} from './labels';

/* The fields of the parts of a chart, as versions and stale saves show them. */

const labels: Record<string, () => string> = {
	substance: m.chart_substance,
	title: m.chart_care_plan,
	name: m.chart_name,
	description: m.chart_description,
	relationship: m.chart_relationship,
	kind: m.chart_kind,
	code: m.chart_code,
	snomed: m.chart_snomed,
	reaction: m.chart_reaction,
	severity: m.chart_severity,
	dose: m.chart_dose,
	status: m.chart_status,
	reason: m.chart_reason_for,
	activities: m.chart_activities,
	lot: m.chart_lot,
	given_on: m.chart_given,
	performed_on: m.chart_performed,
	onset_on: m.chart_onset,
	started_on: m.chart_started,
	resolved_on: m.chart_resolved,
	ended_on: m.chart_ended,
	note: m.chart_note
};

const words: Record<string, () => string> = { ...allergens, ...historyKinds, ...severities, ...itemStatuses, ...medicationStatuses, ...immunizationStatuses, ...procedureStatuses, ...carePlanStatuses };

export const fieldLabel = (field: string): string => labels[field]?.() ?? field;

/** The fields that people know, in the order in which a form asks for them. */
export const shownFields = (content: Record<string, unknown>): string[] => Object.keys(labels).filter((field) => field in content);

export function shownValue(field: string, value: unknown): string {
	if (value === null || value === undefined || value === '') return '–';
	if (field.endsWith('_on')) return formatDate(String(value));
	if (['kind', 'severity', 'status'].includes(field)) return words[String(value)]?.() ?? String(value);
	return String(value);
}

/** What changed from one version to the next: every field of the first one. */
export function changes(now: Record<string, unknown>, before: Record<string, unknown> | null): string[] {
	return shownFields(now)
		.filter((field) => (before === null ? shownValue(field, now[field]) !== '–' : now[field] !== before[field]))
		.map((field) => m.chart_field_is({ field: fieldLabel(field), value: shownValue(field, now[field]) }));
}
