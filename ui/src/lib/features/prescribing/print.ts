import type { Write } from '$lib/api/queries.svelte';
import { keepPaper, openPages, type Sheet } from '$lib/features/paper/paper';
import { language } from '$lib/i18n/locale.svelte';

/** Opens a prescription where it can be printed. A refusal stays in `write.error`. */
export async function print(write: Write<'prescribing.pdf'>, id: string, paper: Sheet): Promise<void> {
	keepPaper(paper);
	const pages = await write.attempt({ id, version: null, paper, language: language.current });
	if (pages !== undefined) await openPages(pages);
}
