import type { Paper } from '$lib/api/generated/Paper';
import { openDocument } from '$lib/api/shell';
import type { Write } from '$lib/api/queries.svelte';
import { language } from '$lib/i18n/locale.svelte';
import { m } from '$lib/paraglide/messages';
import { toast } from '$lib/ui';

const KEY = 'curanda.paper';
/** A roll has no foot for the verification code. */
type Sheet = Exclude<Paper, 'roll80'>;
export const PAPERS: readonly Sheet[] = ['a4', 'letter', 'a5'];

/** What this workstation last printed on. */
export function lastPaper(): Sheet {
	const held = globalThis.localStorage?.getItem(KEY);
	return PAPERS.find((paper) => paper === held) ?? 'a4';
}

/** Opens a prescription where it can be printed. A refusal stays in `write.error`. */
export async function print(write: Write<'prescribing.pdf'>, id: string, paper: Paper): Promise<void> {
	globalThis.localStorage?.setItem(KEY, paper);
	const pages = await write.attempt({ id, version: null, paper, language: language.current });
	if (pages === undefined) return;
	const opened = await openDocument(pages.file_name, pages.content);
	toast.show({ text: opened ? m.prescribing_print_opened() : m.prescribing_print_failed() });
}
