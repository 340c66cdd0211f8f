import { api, toApiError, type ApiError } from '$lib/api';
import type { CheckPrescription } from '$lib/api/generated/CheckPrescription';
import type { DraftItem } from '$lib/api/generated/DraftItem';
import type { IssuedPrescription } from '$lib/api/generated/IssuedPrescription';
import type { Medicine } from '$lib/api/generated/Medicine';
import type { Privacy } from '$lib/api/generated/Privacy';
import type { SafetyAnswer } from '$lib/api/generated/SafetyAnswer';
import { Write } from '$lib/api/queries.svelte';
import { Latest } from '$lib/api/latest';
import { language } from '$lib/i18n/locale.svelte';
import { refusedWarnings } from './labels';

/** A prescription being written: every change is checked at once, and nothing is issued on an answer to an older draft. */
export class Prescription {
	items = $state<DraftItem[]>([]);
	/** The formulary's rows of the medicines, for their other products; none for what was repeated. */
	medicines = $state.raw<Record<string, Medicine>>({});
	diagnosis = $state('');
	notes = $state('');
	tags = $state<string[]>([]);
	privacy = $state<Privacy>('standard');
	/** Reasons by the warning's key. */
	reasons = $state<Record<string, string>>({});
	/** Whose place the next medicine takes, and why. */
	place = $state.raw<{ id: string; name: string; reason: string } | null>(null);
	answer = $state.raw<SafetyAnswer | null>(null);
	/** Whether the answer is to what stands there now. */
	checked = $state(false);
	error = $state.raw<ApiError | null>(null);
	/** Keys of warnings that came after the doctor had looked. */
	fresh = $state.raw<readonly string[]>([]);
	readonly write = new Write('prescribing.issue');

	#check = new Latest<CheckPrescription, SafetyAnswer>(
		(request) => api.call('prescribing.check', request),
		(answer) => ((this.answer = answer), (this.checked = true), (this.error = null)),
		(thrown) => (this.error = toApiError(thrown))
	);

	/** The visit and the signed note it belongs to. */
	appointment: string | null = null;
	note: string | null = null;

	constructor(readonly patient: string) {}

	warnings = $derived(this.answer?.warnings ?? []);
	/** Warnings that need a reason and have none. */
	unanswered = $derived(this.warnings.filter((warning) => warning.needs_reason && !this.reasons[warning.key]));
	/** Whether it may be issued. */
	ready = $derived(
		this.items.length > 0 && this.checked && this.unanswered.length === 0 && (this.answer?.items.every((item) => item.problem === null) ?? false)
	);

	/** Puts a medicine on it, in its first product; Change chooses another. */
	add(medicine: Medicine): void {
		const product = medicine.products[0];
		this.medicines = { ...this.medicines, [medicine.ingredient]: medicine };
		this.#put(medicine.ingredient, product?.form ?? null, product?.route ?? null, product?.strength ?? '');
	}

	/** Puts something on it that stands in no list. */
	addUnlisted(name: string): void {
		this.#put(name.trim(), null, null, '');
	}

	#put(ingredient: string, form: DraftItem['form'], route: DraftItem['route'], strength: string): void {
		this.items.push({ ingredient, form, route, strength, sig: '', refills: 0, replaces: this.place?.id ?? null, replace_reason: this.place?.reason ?? '' });
		this.place = null;
		this.recheck();
	}

	/** Another product of the same medicine. */
	choose(index: number, product: number): void {
		const item = this.items[index];
		const chosen = item && this.medicines[item.ingredient]?.products[product];
		if (item === undefined || chosen === undefined) return;
		Object.assign(item, { form: chosen.form, route: chosen.route, strength: chosen.strength });
		this.recheck();
	}

	/** Adds what was prescribed before, so that it is renewed. */
	renew(items: readonly DraftItem[]): void {
		const there = new Set(this.items.map((item) => item.replaces));
		const fresh = items.filter((item) => item.replaces === null || !there.has(item.replaces));
		this.items.push(...fresh.map((item) => ({ ...item })));
		this.recheck();
		for (const { ingredient } of fresh) void this.#learn(ingredient);
	}

	/** Reads the other products of a medicine that was prescribed before; without them it can be renewed as it was. */
	async #learn(ingredient: string): Promise<void> {
		if (this.medicines[ingredient]) return;
		const found = await api.call('prescribing.search', { text: ingredient, limit: 5 }).catch(() => []);
		const medicine = found.find((one) => one.ingredient === ingredient);
		if (medicine) this.medicines = { ...this.medicines, [ingredient]: medicine };
	}

	remove(index: number): void {
		this.items.splice(index, 1);
		if (this.items.length === 0) this.clear();
		else this.recheck();
	}

	keep(key: string, reason: string): void {
		this.reasons[key] = reason.trim();
	}

	recheck(): void {
		this.checked = false;
		if (this.items.length > 0) this.#check.put(this.#draft());
	}

	async issue(): Promise<IssuedPrescription | undefined> {
		if (!this.ready) return undefined;
		const answers = this.warnings.filter((w) => this.reasons[w.key]).map((w) => ({ key: w.key, reason: this.reasons[w.key]! }));
		const seen = this.warnings.map((w) => w.key);
		const rest = { appointment_id: this.appointment, note_id: this.note, answers, seen, diagnosis: this.diagnosis, notes: this.notes, tags: [...this.tags], privacy: this.privacy };
		const issued = await this.write.attempt({ ...this.#draft(), ...rest });
		this.fresh = refusedWarnings(this.write.error).map((w) => w.key);
		if (issued === undefined) this.recheck();
		else this.clear();
		return issued;
	}

	clear(): void {
		this.#check.forget();
		Object.assign(this, { items: [], reasons: {}, place: null, answer: null, checked: false, error: null, fresh: [], diagnosis: '', notes: '', tags: [], privacy: 'standard' });
	}

	#draft(): CheckPrescription {
		const items = this.items.map((item) => ({ ...item }));
		return { patient_id: this.patient, items, language: language.current };
	}
}
