import type { Request, Response } from '$lib/api';
import { Write } from '$lib/api/queries.svelte';
import { fieldTexts } from '$lib/i18n/errors';
import { m } from '$lib/paraglide/messages';
import { toast } from '$lib/ui';

export type SaveCommand = 'chart.save_allergy' | 'chart.save_problem' | 'chart.save_medication' | 'chart.save_history'
	| 'chart.save_immunization' | 'chart.save_procedure' | 'chart.save_care_plan';
type Form<K extends SaveCommand> = Omit<Request<K>, 'id' | 'patient_id' | 'version'>;

/** A row of the chart as it is stored. */
export type Row<K extends SaveCommand> = Response<K>;

/** A field in which what one typed and what is stored differ. */
export interface Difference {
	field: string;
	yours: unknown;
	stored: unknown;
}

/** One allergy, problem, medication or entry of the history while it is added or changed. */
export class PartEdit<K extends SaveCommand> {
	draft = $state() as Form<K>;
	/** The version that the draft was made from. */
	#base = $state.raw<Row<K> | null>(null);
	readonly write: Write<K>;

	constructor(readonly command: K, readonly patientId: string, row: Row<K> | null, blank: Form<K>) {
		this.write = new Write(command);
		this.#base = row;
		this.draft = formOf(row, blank);
	}

	get isNew(): boolean {
		return this.#base === null;
	}

	errors = $derived.by(() => fieldTexts(this.write.error));

	/** What is stored by now, when somebody saved in between. */
	stored = $derived.by(() => (this.write.error?.code === 'stale' ? (this.write.error.params.current as Row<K>) : null));

	differences = $derived.by((): Difference[] => {
		const stored = this.stored as Record<string, unknown> | null;
		if (stored === null) return [];
		const mine = Object.entries(this.draft as Record<string, unknown>);
		return mine.filter(([field, yours]) => stored[field] !== yours).map(([field, yours]) => ({ field, yours, stored: stored[field] }));
	});

	/** Saves a further version. The toast takes it back by saving the one before once more. */
	async save(told: string): Promise<Row<K> | undefined> {
		const before = this.#base;
		const saved = await this.#write(before, this.draft);
		if (saved === undefined) return undefined;
		const earlier: Form<K> = before === null ? refuted<Form<K>>(saved) : formOf(before, this.draft);
		toast.show({ text: told, undo: async () => this.#takeBack(saved, earlier) });
		return saved;
	}

	/** Goes on from what is stored, with what one typed thrown away. */
	takeStored(): void {
		this.#base = this.stored;
		this.draft = formOf(this.stored, this.draft);
		this.write.error = null;
	}

	/** Goes on from what is stored, with what one typed kept. */
	keepMine(): void {
		this.#base = this.stored;
		this.write.error = null;
	}

	async #takeBack(saved: Row<K>, earlier: Form<K>): Promise<void> {
		if ((await this.#write(saved, earlier)) !== undefined) toast.show({ text: m.chart_taken_back() });
	}

	async #write(row: Row<K> | null, form: Form<K>): Promise<Row<K> | undefined> {
		const head = { id: row?.id ?? null, patient_id: this.patientId, version: row?.version ?? 0 };
		return this.write.attempt({ ...form, ...head } as unknown as Request<K>);
	}
}

/** The fields that a form has, from a row that has more. */
function formOf<F extends object>(row: object | null, blank: F): F {
	if (row === null) return { ...blank };
	return Object.fromEntries(Object.keys(blank).map((key) => [key, (row as Record<string, unknown>)[key]])) as F;
}

/** A row that was added by mistake is not deleted: it says that it never was so. */
function refuted<F>(saved: object): F {
	const head = ['id', 'patient_id', 'version', 'document_id'];
	const form = Object.entries(saved).filter(([field]) => !head.includes(field));
	return { ...Object.fromEntries(form), status: 'refuted' } as F;
}
