import { m } from '$lib/paraglide/messages';

/** What templates and phrases can be filled with, with an example of each. The core fills them in; what it does not know stays as it is. */
export const PLACEHOLDERS: Record<string, () => string> = {
	name: m.notes_sample_name,
	first_name: m.notes_sample_first_name,
	last_name: m.notes_sample_last_name,
	age: m.notes_sample_age,
	sex: m.notes_sample_sex,
	date: m.notes_sample_date,
	doctor: m.notes_sample_doctor,
	vitals: m.notes_sample_vitals,
	bp: m.notes_sample_bp,
	pulse: m.notes_sample_pulse,
	temp: m.notes_sample_temp,
	weight: m.notes_sample_weight,
	height: m.notes_sample_height,
	bmi: m.notes_sample_bmi
};

/** The text as it would stand in a note of the patient of the examples. */
export const previewOf = (text: string): string => text.replace(/\{([a-z_]+)\}/g, (whole, name: string) => PLACEHOLDERS[name]?.() ?? whole);
