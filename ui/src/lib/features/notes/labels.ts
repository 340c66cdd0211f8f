import type { Privacy } from '$lib/api/generated/Privacy';
import { m } from '$lib/paraglide/messages';
import type { Figure, TextPath } from './body';

/* Words for what the core calls by path or code. */

export const privacies: Record<Privacy, () => string> = {
	standard: m.notes_privacy_standard,
	sensitive: m.notes_privacy_sensitive,
	highly_sensitive: m.notes_privacy_highly_sensitive
};

export const textNames: Record<TextPath, () => string> = {
	'subjective.chief_complaint': m.notes_chief_complaint,
	'subjective.history_of_present_illness': m.notes_history,
	'subjective.review_of_systems': m.notes_review_of_systems,
	'objective.physical_exam': m.notes_exam,
	'assessment.text': m.notes_assessment_text,
	'plan.recommendations': m.notes_recommendations,
	text: m.notes_free_text
};

export const figureNames: Record<Figure, () => string> = {
	bp_systolic: m.notes_bp_systolic,
	bp_diastolic: m.notes_bp_diastolic,
	heart_rate: m.notes_heart_rate,
	temperature: m.notes_temperature,
	respiratory_rate: m.notes_respiratory_rate,
	oxygen_saturation: m.notes_oxygen_saturation,
	weight: m.notes_weight,
	height: m.notes_height,
	head_circumference: m.notes_head_circumference
};

const OTHERS: Record<string, () => string> = {
	'assessment.diagnoses': m.notes_diagnoses,
	'assessment.differential': m.notes_differential,
	'plan.referrals': m.notes_referrals,
	'plan.follow_up_days': m.notes_follow_up,
	tags: m.notes_tags,
	privacy: m.notes_privacy
};

/** The name of any field of a note. */
export function fieldName(path: string): string {
	const figure = path.replace('objective.vital_signs.', '') as Figure;
	return (textNames[path as TextPath] ?? figureNames[figure] ?? OTHERS[path])?.() ?? path;
}
