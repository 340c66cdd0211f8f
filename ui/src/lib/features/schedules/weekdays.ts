import { dateFormat } from '$lib/i18n/intl';
import { localeTag } from '$lib/i18n/region.svelte';

/** Monday … Sunday in the language of the screen; 1 = Monday. */
export function weekdayName(weekday: number, style: 'long' | 'short' = 'long'): string {
	const monday = Date.UTC(2026, 0, 5);
	const date = new Date(monday + (weekday - 1) * 86_400_000);
	return dateFormat(localeTag(), { weekday: style, timeZone: 'UTC' }).format(date);
}

export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
