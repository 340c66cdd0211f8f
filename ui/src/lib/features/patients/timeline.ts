import type { TimelineChange } from '$lib/api/generated/TimelineChange';
import type { TimelineEntry } from '$lib/api/generated/TimelineEntry';
import { dayOf } from '$lib/i18n/format';
import { m } from '$lib/paraglide/messages';
import { fieldLabel, shownValue } from './labels';

/** When an entry happened. */
export const at = (entry: TimelineEntry) => (entry.kind === 'visit' ? entry.starts_at : entry.at);

export interface Year {
	year: string;
	entries: TimelineEntry[];
}

/** Entries under the year they belong to, newest first as they came. */
export function byYear(entries: readonly TimelineEntry[], zone?: string): Year[] {
	const years: Year[] = [];
	for (const entry of entries) {
		const year = dayOf(at(entry), zone).slice(0, 4);
		if (years.at(-1)?.year !== year) years.push({ year, entries: [] });
		years.at(-1)!.entries.push(entry);
	}
	return years;
}

const titles: Record<TimelineChange['action'], () => string> = {
	registered: m.patients_did_registered,
	edited: m.patients_did_edited,
	status: m.patients_did_status,
	contact: m.patients_did_contact,
	relative: m.patients_did_relative,
	favourite: m.patients_did_favourite,
	avatar: m.patients_did_avatar,
	merged: m.patients_did_merged,
	merge_undone: m.patients_did_merge_undone
};

export const changeTitle = (change: TimelineChange) => titles[change.action]();

/** What changed from what to what, one line per field. */
export function changeLines(change: TimelineChange): string[] {
	return change.fields.map(({ field, before, after }) =>
		before === null
			? m.patients_change_set({ field: fieldLabel(field), after: shownValue(field, after) })
			: m.patients_change_line({ field: fieldLabel(field), before: shownValue(field, before), after: shownValue(field, after) })
	);
}
