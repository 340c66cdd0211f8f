import type { Patient } from '$lib/api/generated/Patient';
import type { PatientChanges } from '$lib/api/generated/PatientChanges';
import type { StaleSave } from '$lib/api/generated/StaleSave';
import { Write } from '$lib/api/queries.svelte';
import { parseBirthDate } from '$lib/i18n/dates';
import { fieldTexts } from '$lib/i18n/errors';
import { formatNumericDate, today } from '$lib/i18n/format';

/** The fields of the form, as they are typed. */
const TEXTS = [
	'first_name', 'middle_name', 'last_name', 'preferred_name', 'gender', 'phone', 'email', 'street', 'postal_code', 'city',
	'state', 'country', 'desk_note'
] as const;
const CONSENTS = ['consent_treatment', 'consent_reminders', 'consent_sharing'] as const;

export type Draft = ReturnType<typeof draftOf>;

export function draftOf(patient: Patient) {
	const texts = Object.fromEntries(TEXTS.map((field) => [field, patient[field]])) as Record<(typeof TEXTS)[number], string>;
	const consents = Object.fromEntries(CONSENTS.map((field) => [field, patient[field]])) as Record<(typeof CONSENTS)[number], boolean>;
	return {
		...texts, ...consents,
		sex: patient.sex, blood_type: patient.blood_type, languages: patient.languages.join(', '),
		born: formatNumericDate(patient.date_of_birth)
	};
}

/** What was changed against the chart that the form was filled from. */
export function changesOf(draft: Draft, base: Patient): PatientChanges {
	const was = draftOf(base);
	const { born, languages, ...plain } = draft;
	const changes: Record<string, unknown> = {};
	for (const [field, value] of Object.entries(plain)) {
		if (value !== was[field as keyof Draft]) changes[field] = value;
	}
	if (languages !== was.languages) changes.languages = languages.split(',').map((word) => word.trim()).filter(Boolean);
	if (born !== was.born) {
		const date = parseBirthDate(born, today());
		// What cannot be read goes as typed, so that the core names the field.
		changes.date_of_birth = date.ok ? date.date : born;
	}
	return changes as PatientChanges;
}

/** An edit of a chart, and what to do when someone else saved first. */
export class Edit {
	draft = $state() as Draft;
	/** What is stored now, when it is not what the form was filled from. */
	stale = $state.raw<StaleSave | null>(null);
	/** For each differing field: whether one's own value is taken. */
	mine = $state<Record<string, boolean>>({});
	readonly write = new Write('patients.save');
	#base: Patient;

	constructor(patient: Patient) {
		this.#base = patient;
		this.draft = draftOf(patient);
	}

	errors = $derived.by(() => fieldTexts(this.write.error));

	get changed(): boolean {
		return Object.keys(changesOf(this.draft, this.#base)).length > 0;
	}

	async save(): Promise<Patient | undefined> {
		return this.#send(this.#base.version, changesOf(this.draft, this.#base));
	}

	/** Saves on top of what is stored now, with the values that the person chose. */
	async merge(): Promise<Patient | undefined> {
		if (this.stale === null) return undefined;
		const { stored } = this.stale;
		const mine = Object.entries(changesOf(this.draft, this.#base)).filter(([field]) => this.mine[field] ?? true);
		return this.#send(stored.version, Object.fromEntries(mine) as PatientChanges);
	}

	async #send(base_version: number, changes: PatientChanges): Promise<Patient | undefined> {
		const saved = await this.write.attempt({ id: this.#base.id, base_version, changes });
		const current = this.write.error?.code === 'stale' ? (this.write.error.params.current as StaleSave) : null;
		this.stale = current;
		if (current !== null) {
			// A field that the other person left alone keeps one's own value without a question.
			const untouched = (field: string) => same(current.stored[field as keyof Patient], this.#base[field as keyof Patient]);
			this.mine = Object.fromEntries(current.differing.map(({ field }) => [field, untouched(field)]));
		}
		return saved;
	}
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
