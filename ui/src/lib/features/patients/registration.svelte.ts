import { api } from '$lib/api';
import type { Candidate } from '$lib/api/generated/Candidate';
import type { Patient } from '$lib/api/generated/Patient';
import type { Sex } from '$lib/api/generated/Sex';
import { Write } from '$lib/api/queries.svelte';
import { workplace } from '$lib/app/workplace.svelte';
import { parseBirthDate, type ParsedDate } from '$lib/i18n/dates';
import { fieldTexts } from '$lib/i18n/errors';
import { today } from '$lib/i18n/format';
import { m } from '$lib/paraglide/messages';

/** Splits what was typed in a search box: the last word is the family name, unless a comma says otherwise. */
export function nameFrom(text: string): { first: string; last: string } {
	const words = text.replace(/[\d+@].*$/, '').trim();
	const [family, given] = words.split(',', 2).map((part) => part.trim());
	if (given !== undefined) return { first: given, last: family ?? '' };
	const at = words.lastIndexOf(' ');
	return at < 0 ? { first: '', last: words } : { first: words.slice(0, at).trim(), last: words.slice(at + 1) };
}

/** Five fields being filled in, and who on file may be meant. */
export class Registration {
	first = $state('');
	last = $state('');
	born = $state('');
	sex = $state<Sex | ''>('');
	phone = $state('');
	email = $state('');
	candidates = $state.raw<Candidate[]>([]);
	/** Candidates that were declared to be someone else. */
	dismissed = $state.raw<string[]>([]);
	tried = $state(false);
	readonly write = new Write('patients.register');
	#asked = 0;

	constructor(text = '') {
		({ first: this.first, last: this.last } = nameFrom(text));
	}

	date = $derived.by((): ParsedDate => parseBirthDate(this.born, today()));
	/** The candidate that must be answered first. */
	candidate = $derived(this.candidates.find(({ patient }) => !this.dismissed.includes(patient.id)) ?? null);
	others = $derived(
		this.candidates.filter(({ patient }) => patient.id !== this.candidate?.patient.id && !this.dismissed.includes(patient.id))
	);

	/** What is wrong with each field, as the core answered; what is missing is told as it stands. */
	errors = $derived.by((): Record<string, string | undefined> => {
		if (!this.tried) return {};
		const { error } = this.write;
		const told = error === null ? {} : fieldTexts({ ...error, fields: error.fields.filter(({ code }) => code !== 'required') });
		const needed = (text: string) => (text.trim() === '' ? m.field_required() : undefined);
		return {
			...told,
			first_name: needed(this.first) ?? told.first_name,
			last_name: needed(this.last) ?? told.last_name,
			date_of_birth: this.date.ok ? told.date_of_birth : dateProblem(this.date),
			sex: needed(this.sex) ?? told.sex,
			phone: needed(this.phone) ?? told.phone
		};
	});

	/** Asks who may be meant; a slower answer to an earlier question is dropped. */
	async look(): Promise<void> {
		const asked = ++this.#asked;
		const request = {
			first_name: this.first, last_name: this.last, date_of_birth: this.date.ok ? this.date.date : '', sex: this.sex,
			phone: this.phone, email: this.email, location_id: workplace.location?.id ?? null
		};
		// Without an answer one registers without candidates, as with none: nothing to show either way.
		const found = await api.call('patients.candidates', request).catch(() => []);
		if (asked === this.#asked) this.candidates = found;
	}

	dismiss(): void {
		if (this.candidate !== null) this.dismissed = [...this.dismissed, this.candidate.patient.id];
	}

	/** Asks the core even when something is missing: it names every wrong field at once. */
	async save(): Promise<Patient | undefined> {
		this.tried = true;
		return this.write.attempt({
			first_name: this.first, last_name: this.last, date_of_birth: this.date.ok ? this.date.date : '', sex: this.sex || null, phone: this.phone,
			location_id: workplace.location?.id ?? null, not_same_as: [...this.dismissed], more: { email: this.email }
		});
	}
}

function dateProblem(date: ParsedDate & { ok: false }): string {
	return {
		empty: m.field_required,
		unreadable: m.patients_date_unreadable,
		no_such_day: m.patients_date_no_such_day,
		future: m.field_date_in_future,
		too_old: m.field_date_too_old
	}[date.problem]();
}
