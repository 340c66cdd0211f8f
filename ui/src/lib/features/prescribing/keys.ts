import type { KeyCommand } from '$lib/keys';
import { m } from '$lib/paraglide/messages';

export interface PrescribingDeeds {
	open: () => void;
	repeat: () => void;
	change: () => void;
	keep: () => void;
	issue: () => void;
	issueAndPrint: () => void;
	/** A warning is to be answered. */
	asks: () => boolean;
	isReady: () => boolean;
}

/** The keys of a prescription; all work while one types in the note. */
export function prescribingKeys(deeds: PrescribingDeeds): KeyCommand[] {
	return [
		{ id: 'prescribing.open', keys: ['alt+r'], label: m.prescribing_open, run: deeds.open },
		{ id: 'prescribing.repeat', keys: ['alt+e'], label: m.prescribing_repeat_last, run: deeds.repeat },
		{ id: 'prescribing.change', keys: ['alt+o'], label: m.prescribing_change, box: false, when: deeds.asks, run: deeds.change },
		{ id: 'prescribing.keep', keys: ['alt+k'], label: m.prescribing_keep, box: false, when: deeds.asks, run: deeds.keep },
		{ id: 'prescribing.issue', keys: ['alt+i'], label: m.prescribing_issue, box: false, when: deeds.isReady, run: deeds.issue },
		{ id: 'prescribing.issue_print', keys: ['alt+w'], label: m.prescribing_issue_print, box: false, bar: false, when: deeds.isReady, run: deeds.issueAndPrint }
	];
}
