import type { ListName } from '$lib/api/generated/ListName';
import type { ListState } from '$lib/api/generated/ListState';
import type { PrescribedItem } from '$lib/api/generated/PrescribedItem';
import type { Product } from '$lib/api/generated/Product';
import type { Unchecked } from '$lib/api/generated/Unchecked';
import type { Warning } from '$lib/api/generated/Warning';
import type { ApiError } from '$lib/api';
import { formatDate } from '$lib/i18n/format';
import { m } from '$lib/paraglide/messages';

type Text = (params: never) => string;
const catalogue = m as unknown as Record<string, Text | undefined>;

/** The words of a code of the lists. A code that a clinic's own list brought along is shown as it is. */
function words(kind: string, code: string, params: Record<string, unknown> = {}): string {
	return catalogue[`prescribing_${kind}_${code}`]?.(params as never) ?? code;
}

/** `Major: clarithromycin with warfarin`. */
export function warningTitle(warning: Warning): string {
	return words('warning', warning.kind, { ...warning, severity: words('severity', warning.severity) });
}

/** The warnings that a refusal names. */
export function refusedWarnings(error: ApiError | null): Warning[] {
	return Array.isArray(error?.params.warnings) ? (error.params.warnings as Warning[]) : [];
}

/** What may happen and what to do. */
export function warningText(warning: Warning): string[] {
	const texts = [words('effect', warning.effect)];
	if (warning.class !== '') texts.push(m.prescribing_class_of({ name: words('class', warning.class) }));
	if (warning.kind === 'allergy' && warning.figure !== '') texts.push(m.prescribing_before({ reaction: warning.figure }));
	return [...texts, words('action', warning.action)];
}

/** How it comes about, and where it stands. */
export function warningSource(warning: Warning): string {
	return m.prescribing_mechanism_source({ mechanism: words('mechanism', warning.mechanism), source: warning.source });
}

export function uncheckedText(unchecked: Unchecked): string {
	return words('unchecked', unchecked.reason, { text: unchecked.text });
}

export const listNames: Record<ListName, () => string> = {
	formulary: m.prescribing_list_formulary,
	classes: m.prescribing_list_classes,
	synonyms: m.prescribing_list_synonyms,
	allergies: m.prescribing_list_allergies,
	cautions: m.prescribing_list_cautions,
	interactions: m.prescribing_list_interactions
};

/** What is wrong with a list; `undefined` when nothing is. */
export function listTrouble(list: ListState): string | undefined {
	const name = listNames[list.name]();
	if (list.head === null || list.status === 'missing') return m.prescribing_list_missing({ name });
	return list.status === 'old' ? m.prescribing_list_old({ name, date: formatDate(list.head.date) }) : undefined;
}

/** The day of the oldest list that was used. */
export function listsDate(lists: readonly ListState[]): string {
	const days = lists.flatMap((list) => (list.head === null ? [] : [list.head.date])).sort();
	return days[0] === undefined ? '' : formatDate(days[0]);
}

/** `500 mg capsule`. */
export function productText(product: Product): string {
	return `${product.strength} ${catalogue[`printing_form_${product.form}`]?.({} as never) ?? product.form}`;
}

/** How a medicine of an earlier prescription ended. */
export function endText(item: PrescribedItem): string {
	const date = formatDate(item.stopped_on ?? item.ends_on ?? item.issued_on);
	if (item.stop_kind === 'renewed') return m.prescribing_stop_renewed({ date });
	if (item.stop_kind === 'substituted') return m.prescribing_stop_substituted({ date, reason: item.stop_reason });
	return item.state === 'stopped' ? m.prescribing_stopped_on({ date, reason: item.stop_reason }) : m.prescribing_until({ date });
}
