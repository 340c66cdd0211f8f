import { Write } from '$lib/api/queries.svelte';
import { keepPaper, lastPaper, openPages, type Sheet } from '$lib/features/paper/paper';
import { language } from '$lib/i18n/locale.svelte';

/** A signed note on paper: as it is, or in plain words for the patient. */
export class NotePrint {
	paper = $state<Sheet>(lastPaper());
	#note = new Write('notes.pdf');
	#summary = new Write('notes.visit_summary');

	get busy(): boolean {
		return this.#note.busy || this.#summary.busy;
	}
	error = $derived(this.#note.error ?? this.#summary.error);

	/** One version of the note, or the one that is shown. */
	async note(id: string, document: string | null = null): Promise<void> {
		keepPaper(this.paper);
		const pages = await this.#note.attempt({ id, document_id: document, paper: this.paper, language: language.current });
		if (pages !== undefined) await openPages(pages);
	}

	async summary(id: string): Promise<void> {
		keepPaper(this.paper);
		const pages = await this.#summary.attempt({ id, paper: this.paper, language: language.current });
		if (pages !== undefined) await openPages(pages);
	}
}
