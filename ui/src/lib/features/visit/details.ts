import type { AppointmentCard } from '$lib/api/generated/AppointmentCard';
import type { AppointmentKind } from '$lib/api/generated/AppointmentKind';
import type { VisitMode } from '$lib/api/generated/VisitMode';
import { m } from '$lib/paraglide/messages';

/* What is noted about a visit, as the form holds it and as the core is told. */

export interface Details {
	service_id: string;
	kind: AppointmentKind;
	mode: VisitMode;
	reason: string;
	/** Separated by commas. */
	symptoms: string;
	purpose: string;
	notes: string;
}

export type DetailField = keyof Details;

/** In the order of the form. */
export const FIELDS: readonly DetailField[] = ['service_id', 'kind', 'mode', 'reason', 'symptoms', 'purpose', 'notes'];

const LABELS: Record<DetailField, () => string> = {
	service_id: m.today_service,
	kind: m.visit_kind,
	mode: m.visit_mode,
	reason: m.today_reason,
	symptoms: m.visit_symptoms,
	purpose: m.visit_purpose,
	notes: m.today_notes
};
const KINDS: Record<AppointmentKind, () => string> = {
	consultation: m.visit_consultation,
	follow_up: m.visit_follow_up,
	emergency: m.visit_emergency
};
const MODES: Record<VisitMode, () => string> = { in_person: m.visit_in_person, online: m.visit_online };

export const detailLabel = (field: DetailField): string => LABELS[field]();
export const kindLabel = (kind: AppointmentKind): string => KINDS[kind]();
export const modeLabel = (mode: VisitMode): string => MODES[mode]();

function options<T extends string>(labels: Record<T, () => string>): { value: T; label: string }[] {
	return (Object.keys(labels) as T[]).map((value) => ({ value, label: labels[value]() }));
}
export const kindOptions = () => options(KINDS);
export const modeOptions = () => options(MODES);

export function detailsOf(card: AppointmentCard): Details {
	return {
		service_id: card.service_id ?? '', kind: card.kind, mode: card.visit_mode, reason: card.reason,
		symptoms: card.symptoms.join(', '), purpose: card.purpose, notes: card.notes
	};
}

const words = (text: string) => text.split(',').map((word) => word.trim()).filter(Boolean);

/** What differs from the appointment, for the core; nothing when all is as it was. */
export function changesOf(details: Details, card: AppointmentCard): Record<string, unknown> {
	const was = detailsOf(card);
	const changed = FIELDS.filter((field) => details[field].trim() !== was[field].trim());
	return Object.fromEntries(changed.map((field) => [field, sent(field, details)]));
}

/** As the core takes it: no service is null, symptoms are a list. */
function sent(field: DetailField, details: Details): unknown {
	if (field === 'service_id') return details.service_id || null;
	return field === 'symptoms' ? words(details.symptoms) : details[field];
}

/** A field whose value is another in the form than in the store. */
export interface Differing {
	field: DetailField;
	yours: string;
	stored: string;
	/** Whether the other person changed it, so that one has to choose. */
	theirs: boolean;
}

/** What the form and the store disagree about, when the form was filled from `base`. */
export function differing(details: Details, base: AppointmentCard, stored: AppointmentCard): Differing[] {
	const [was, is] = [detailsOf(base), detailsOf(stored)];
	return FIELDS.filter((field) => details[field].trim() !== is[field].trim()).map((field) => ({
		field, yours: details[field], stored: is[field], theirs: is[field] !== was[field]
	}));
}
