import { localeTag } from '$lib/i18n/region.svelte';
import { order } from '$lib/i18n/dates';

/* Wall times of a location as minutes since midnight, and days as people type them. */

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

/** `YYYY-MM-DD` of a day typed so, or in the order of the locale; null when there is no such day. */
export function parseDay(typed: string, tag = localeTag()): string | null {
	const groups = typed.trim().split(/[-/.\s]+/);
	if (groups.length !== 3 || !groups.every((group) => /^\d+$/.test(group))) return null;
	const parts = groups[0]!.length === 4 ? (['year', 'month', 'day'] as const) : order(tag);
	const of = (part: 'year' | 'month' | 'day') => groups[parts.indexOf(part)]!;
	const day = `${of('year').padStart(4, '20')}-${of('month').padStart(2, '0')}-${of('day').padStart(2, '0')}`;
	const date = new Date(`${day}T00:00:00Z`);
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day) ? day : null;
}

/** Monday … Sunday in the language of the screen; 1 = Monday. */
export function weekdayName(weekday: number, style: 'long' | 'short' = 'long'): string {
	const monday = Date.UTC(2026, 0, 5);
	const date = new Date(monday + (weekday - 1) * 86_400_000);
	return new Intl.DateTimeFormat(localeTag(), { weekday: style, timeZone: 'UTC' }).format(date);
}

export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
