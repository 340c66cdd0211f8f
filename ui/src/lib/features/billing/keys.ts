import type { KeyCommand } from '$lib/keys';
import { m } from '$lib/paraglide/messages';

interface Deeds {
	edit: () => void;
	print: () => void;
	issue: () => void;
	back: () => void;
}

/** The keys of an invoice. */
export function invoiceKeys(deeds: Deeds, is: { isDraft: () => boolean; isIssued: () => boolean }): KeyCommand[] {
	return [
		{ id: 'billing.edit', keys: ['e'], label: m.billing_edit_lines, run: deeds.edit, when: is.isDraft },
		{ id: 'billing.issue', keys: ['alt+i'], label: m.billing_issue, run: deeds.issue, when: is.isDraft },
		{ id: 'billing.print', keys: ['ctrl+p'], label: m.billing_print, run: deeds.print, when: is.isIssued },
		{ id: 'billing.back', keys: ['escape'], label: m.billing_back, run: deeds.back, box: false }
	];
}
