import type { BloodType } from '$lib/api/generated/BloodType';
import type { JoinedPolicy } from '$lib/api/generated/JoinedPolicy';
import type { PatientStatus } from '$lib/api/generated/PatientStatus';
import type { PolicyHolder } from '$lib/api/generated/PolicyHolder';
import type { PolicyRank } from '$lib/api/generated/PolicyRank';
import type { Sex } from '$lib/api/generated/Sex';
import { holders, ranks } from '$lib/features/insurance/labels';
import { formatPhone } from '$lib/i18n/phone';
import { formatDate } from '$lib/i18n/format';
import { m } from '$lib/paraglide/messages';

/* Words for what the core calls by code. */

export const sexes: Record<Sex, () => string> = {
	female: m.patients_sex_female,
	male: m.patients_sex_male,
	other: m.patients_sex_other,
	prefer_not_to_say: m.patients_sex_not_said,
	unknown: m.patients_sex_unknown
};

export const statuses: Record<PatientStatus, () => string> = {
	active: m.patients_status_active,
	inactive: m.patients_status_inactive,
	deceased: m.patients_status_deceased,
	merged: m.patients_status_merged
};

/** What a merge does to a policy of the chart that goes. */
export function joinedPolicy({ insurer, joining, rank_before, policy_rank }: JoinedPolicy): string {
	if (joining === 'next_rank') return m.patients_merge_policy_next_rank({ insurer, before: ranks[rank_before](), after: ranks[policy_rank]() });
	return joining === 'aside' ? m.patients_merge_policy_aside({ insurer }) : m.patients_merge_policy_one({ insurer });
}

export const bloodTypes: BloodType[] = ['unknown', 'A+', 'A-', 'B+', 'B-', 'AB+', 'AB-', 'O+', 'O-'];

export const sexOptions = () => (Object.keys(sexes) as Sex[]).map((value) => ({ value, label: sexes[value]() }));

/** The fields of a chart that people read and edit, in the order of the form. */
export const fieldLabels: Record<string, () => string> = {
	first_name: m.patients_first_name,
	middle_name: m.patients_middle_name,
	last_name: m.patients_last_name,
	preferred_name: m.patients_preferred_name,
	date_of_birth: m.patients_date_of_birth,
	sex: m.patients_sex,
	gender: m.patients_gender,
	phone: m.patients_mobile,
	email: m.patients_email,
	street: m.patients_street,
	city: m.patients_city,
	state: m.patients_state,
	postal_code: m.patients_postal_code,
	country: m.patients_country,
	languages: m.patients_languages,
	blood_type: m.patients_blood_type,
	insurer: m.insurance_insurer,
	policy_number: m.insurance_number,
	group_number: m.insurance_group,
	policy_rank: m.insurance_rank,
	holder: m.insurance_holder,
	holder_name: m.insurance_holder_name,
	holder_relation: m.insurance_holder_relation,
	valid_from: m.insurance_valid_from,
	valid_to: m.insurance_valid_to,
	coverage_note: m.insurance_note,
	desk_note: m.patients_desk_note,
	consent_treatment: m.patients_consent_treatment,
	consent_reminders: m.patients_consent_reminders,
	consent_sharing: m.patients_consent_sharing,
	home_location_id: m.patients_home_location,
	avatar_file_id: m.patients_picture,
	status: m.patients_status,
	deceased_on: m.patients_deceased_on,
	merged_into: m.patients_merged_into,
	chart_number: m.patients_chart_number,
	name: m.patients_name,
	relationship: m.patients_relationship,
	doctor: m.patients_doctor,
	active: m.patients_in_use,
	history: m.patients_history,
	relative_patient_id: m.patients_own_chart
};

export const fieldLabel = (field: string) => fieldLabels[field]?.() ?? m.patients_other_field();

/** A stored value as people read it. */
export function shownValue(field: string, value: unknown): string {
	if (value === null || value === undefined || value === '') return m.patients_nothing();
	if (typeof value === 'boolean') return value ? m.patients_yes() : m.patients_no();
	if (Array.isArray(value)) return value.length === 0 ? m.patients_nothing() : value.join(', ');
	const text = String(value);
	if (field === 'sex') return sexes[text as Sex]?.() ?? text;
	if (field === 'status') return statuses[text as PatientStatus]?.() ?? text;
	if (['date_of_birth', 'deceased_on', 'valid_from', 'valid_to'].includes(field)) return formatDate(text);
	if (field === 'policy_rank') return ranks[text as PolicyRank]?.() ?? text;
	if (field === 'holder') return holders[text as PolicyHolder]?.() ?? text;
	if (field === 'phone') return formatPhone(text);
	if (field === 'blood_type' && text === 'unknown') return m.patients_sex_unknown();
	if (field.endsWith('_id')) return m.patients_set();
	return text;
}

/** A name as it is spoken: given, then family. */
export const fullName = (person: { first_name: string; last_name: string }) =>
	`${person.first_name} ${person.last_name}`.trim();
