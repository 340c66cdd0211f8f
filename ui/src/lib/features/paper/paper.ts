import type { Paper } from '$lib/api/generated/Paper';
import type { PrintedPages } from '$lib/api/generated/PrintedPages';
import { openDocument } from '$lib/api/shell';
import { m } from '$lib/paraglide/messages';
import { toast } from '$lib/ui';

const KEY = 'curanda.paper';
/** What has a foot; a roll has none. */
export type Sheet = Exclude<Paper, 'roll80'>;
export const PAPERS: readonly Sheet[] = ['a4', 'letter', 'a5'];
export const paperNames: Record<Paper, () => string> = { a4: m.paper_a4, a5: m.paper_a5, letter: m.paper_letter, roll80: m.paper_roll80 };

/** What this workstation last printed on. */
export function lastPaper(): Sheet {
	const held = globalThis.localStorage?.getItem(KEY);
	return PAPERS.find((paper) => paper === held) ?? 'a4';
}

export function keepPaper(paper: Sheet): void {
	globalThis.localStorage?.setItem(KEY, paper);
}

/** Opens finished pages where they can be printed, and says whether that went well. */
export async function openPages(pages: PrintedPages): Promise<void> {
	const opened = await openDocument(pages.file_name, pages.content);
	toast.show(opened ? { text: m.paper_opened() } : { text: m.paper_failed(), tone: 'danger' });
}
