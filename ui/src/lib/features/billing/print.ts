import type { Paper } from '$lib/api/generated/Paper';
import type { PrintedPages } from '$lib/api/generated/PrintedPages';
import { openDocument } from '$lib/api/shell';
import { m } from '$lib/paraglide/messages';
import { toast } from '$lib/ui';

const KEY = 'curanda.receipt_paper';
/** What receipts are printed on. */
export const RECEIPT_PAPERS: readonly Exclude<Paper, 'a5'>[] = ['roll80', 'a4', 'letter'];

/** What this workstation prints receipts on; the roll until another was chosen. */
export function receiptPaper(): (typeof RECEIPT_PAPERS)[number] {
	const held = globalThis.localStorage?.getItem(KEY);
	return RECEIPT_PAPERS.find((paper) => paper === held) ?? 'roll80';
}

export function keepReceiptPaper(paper: Paper): void {
	globalThis.localStorage?.setItem(KEY, paper);
}

/** Opens finished pages where they can be printed. */
export async function show(pages: PrintedPages | undefined): Promise<void> {
	if (pages === undefined || (await openDocument(pages.file_name, pages.content))) return;
	toast.show({ text: m.billing_print_failed() });
}
