import type { Chart } from '$lib/api/generated/Chart';
import type { Observation } from '$lib/api/generated/Observation';
import { card } from '$lib/features/scheduling/sample';

/* A chart for tests; nobody in it is real. */

const point = (n: number, value: number, flag: Observation['flag']): Observation => ({
	id: `o${n}`, document_id: null, code: 'heart_rate', name: '', value, unit: '/min', taken_at: `2026-11-${10 + n}T09:00:00Z`,
	reference_low: 60, reference_high: 100, flag, growth: null
});

export function chart(more: Partial<Chart> = {}): Chart {
	const row = { patient_id: 'p', document_id: 'd', version: 1, note: '' };
	return {
		patient: {
			id: 'p', user_id: null, chart_number: 'C-000312', first_name: 'Eileen', middle_name: '', last_name: 'Byrne', preferred_name: '',
			date_of_birth: '1955-08-02', sex: 'female', gender: '', phone: '', email: '', street: '', city: '', state: '', postal_code: '', country: 'IE',
			languages: [], blood_type: 'unknown', desk_note: 'Falls', consent_treatment: true,
			consent_reminders: true, consent_sharing: false, status: 'active', merged_into: null, deceased_on: null, avatar_file_id: null,
			home_location_id: null, last_seen_at: null, created_at: '2020-01-01T00:00:00Z', updated_at: '2020-01-01T00:00:00Z', version: 1
		},
		age: { value: 71, unit: 'years' }, age_years: 71,
		allergies: [{ ...row, id: 'a1', kind: 'class', substance: 'Penicillins', code: '', reaction: 'anaphylaxis', severity: 'severe', status: 'active', onset_on: '2009-01-01' }],
		none_known: null,
		maternity: { pregnancy: 'unknown', breastfeeding: 'unknown', stated_by_name: null, stated_on: null, asked: false },
		problems: [{ ...row, id: 'p1', code: 'I10', snomed: '', description: 'Hypertension', status: 'active', onset_on: '2004-01-01', resolved_on: null }],
		medications: [{ ...row, id: 'm1', prescription_id: null, name: 'Warfarin', code: '', dose: 'daily', status: 'active', started_on: null, ended_on: null }],
		histories: [],
		immunizations: [],
		procedures: [],
		care_plans: [],
		findings: [],
		vitals: [{ code: 'heart_rate', unit: '/min', points: [point(1, 76, 'normal'), point(2, 112, 'high')] }],
		counts: { documents: { encounter_notes: 3 }, locked: 0, visits: 3 },
		treats: true, visit: card('v', 615, { status: 'in_progress', patient_id: 'p' }), last_visit_at: '2026-10-01T09:00:00Z', ...more
	};
}
