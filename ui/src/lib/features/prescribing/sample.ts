import type { Medicine } from '$lib/api/generated/Medicine';
import type { SafetyAnswer } from '$lib/api/generated/SafetyAnswer';
import type { Warning } from '$lib/api/generated/Warning';

/* Made-up answers for tests. */

export const amoxicillin: Medicine = {
	ingredient: 'amoxicillin', atc: 'J01CA04', classes: ['penicillin'], max_daily: null, max_per_kg: null, max_at_once: null, max_at_once_per_kg: null, source: 'BNF',
	products: [
		{ form: 'capsule', route: 'oral', strength: '500 mg' },
		{ form: 'suspension', route: 'oral', strength: '125 mg/5 ml' }
	]
};

export const allergy: Warning = {
	key: 'allergy:penicillin:amoxicillin', kind: 'allergy', severity: 'contraindicated', needs_reason: true, item: 0, medicine: 'amoxicillin',
	other: 'Penicillin', class: '', effect: 'allergic_reaction', mechanism: 'same_class', action: 'choose_other', figure: 'rash', limit: '',
	source: 'BNF', list: 'allergies'
};

export function answer(more: Partial<SafetyAnswer> = {}): SafetyAnswer {
	const sig = { dose: { least: 1, most: null, unit: 'capsule' }, route: null, timing: { type: 'times', times: 3 }, meal: null, at_most: null, as_needed: null, days: 7, instructions: '' } as const;
	return {
		items: [{ name: 'Amoxicillin 500 mg capsule', sig, shorthand: '1 cap tid 7d', sentence: 'Take 1 capsule by mouth.', per_day: '1.5 g', quantity: '21 capsules', problem: null }],
		warnings: [], unchecked: [], allergies: 'recorded', maternity: { pregnancy: 'unknown', breastfeeding: 'unknown', stated_by_name: null, stated_on: null, asked: false }, complete: true,
		lists: [{ name: 'interactions', head: { version: '1', date: '2026-11-01' }, status: 'current' }],
		...more
	};
}
