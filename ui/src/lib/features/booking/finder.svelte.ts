import { api, toApiError, type ApiError } from '$lib/api';
import type { PatientHit } from '$lib/api/generated/PatientHit';
import type { PatientHits } from '$lib/api/generated/PatientHits';
import { workplace } from '$lib/app/workplace.svelte';
import { Latest } from '$lib/api/latest';

/** Someone found, or known already. */
export interface Person {
	id: string;
	name: string;
	usualDoctor: string | null;
}

const HITS = 5;

export function personOf(hit: PatientHit): Person {
	return { id: hit.id, name: `${hit.first_name} ${hit.last_name}`, usualDoctor: hit.usual_doctor?.last_name ?? null };
}

/** Finding a patient while typing. `changed` runs whenever Enter would take someone else. */
export class PatientFinder {
	text = $state('');
	found = $state.raw<PatientHits | null>(null);
	/** What those were found for; while one types on, it is not what stands in the field. */
	#foundFor = $state('');
	marked = $state(0);
	/** The patient that was taken with Enter. */
	taken = $state.raw<Person | null>(null);
	error = $state.raw<ApiError | null>(null);

	#search = new Latest<string, PatientHits>(
		(text) => api.call('patients.search', { text, limit: HITS, location_id: workplace.location?.id ?? null }),
		(found, text) => this.#show(found, text),
		(thrown) => (this.error = toApiError(thrown))
	);

	constructor(readonly changed: (person: Person | null) => void = () => undefined) {}

	/** Whom Enter would take, or who was taken. */
	person = $derived.by((): Person | null => {
		if (this.taken !== null) return this.taken;
		const hit = this.#foundFor === this.text ? this.found?.hits[this.marked] : undefined;
		return hit === undefined ? null : personOf(hit);
	});

	get hits(): readonly PatientHit[] {
		return this.found?.hits ?? [];
	}

	type(text: string): void {
		this.text = text;
		this.taken = null;
		this.error = null;
		if (text.trim() !== '') return this.#search.put(text);
		this.#search.forget();
		this.found = null;
		this.changed(null);
	}

	/** Waits until what is typed was looked for; false when it could not be, or when one types on. */
	settled(): Promise<boolean> {
		return this.#search.settled();
	}

	mark(by: number): void {
		const count = this.hits.length;
		if (count === 0) return;
		this.choose((this.marked + by + count) % count);
	}

	choose(index: number): void {
		this.marked = index;
		this.changed(this.person);
	}

	/** The one marked, or one that was just registered. */
	take(person = this.person): void {
		if (person === null) return;
		const isOther = this.person?.id !== person.id;
		this.taken = person;
		this.text = person.name;
		this.#search.forget();
		if (isOther) this.changed(person);
	}

	clear(): void {
		this.#search.forget();
		this.text = '';
		this.found = this.taken = this.error = null;
		this.marked = 0;
	}

	#show(found: PatientHits, text: string): void {
		this.found = found;
		this.#foundFor = text;
		this.marked = 0;
		this.error = null;
		this.changed(this.person);
	}
}
