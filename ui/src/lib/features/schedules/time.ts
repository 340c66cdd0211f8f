import { dateFormat } from '$lib/i18n/intl';
import { localeTag } from '$lib/i18n/region.svelte';

/* Wall times of a location as minutes since midnight. */

/** 09:30 from 570; midnight at the end of a day is 24:00. */
export function clock(minutes: number): string {
	const two = (value: number) => String(value).padStart(2, '0');
	return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** Minutes since midnight of `9`, `930`, `9:30` or `09.30`; null when it is no time. */
export function parseClock(typed: string): number | null {
	const found = /^(\d{1,2})(?:[:.h ]?(\d{2}))?$/.exec(typed.trim());
	if (found === null) return null;
	const minutes = Number(found[1]) * 60 + Number(found[2] ?? 0);
	return Number(found[2] ?? 0) < 60 && minutes <= 24 * 60 ? minutes : null;
}

/** Monday … Sunday in the language of the screen; 1 = Monday. */
export function weekdayName(weekday: number, style: 'long' | 'short' = 'long'): string {
	const monday = Date.UTC(2026, 0, 5);
	const date = new Date(monday + (weekday - 1) * 86_400_000);
	return dateFormat(localeTag(), { weekday: style, timeZone: 'UTC' }).format(date);
}

export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
