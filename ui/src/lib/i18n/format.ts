import { dateFormat, numberFormat } from './intl';
import { localeTag, timeZone } from './region.svelte';

/* Everything a person reads as a date, time, number or amount is written here. Days without a time
   cross the wire as `YYYY-MM-DD` and belong to no zone; instants are ISO 8601 in UTC. */

type Options = Intl.DateTimeFormatOptions;

function ofDay(day: string, options: Options): string {
	return dateFormat(localeTag(), { ...options, timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
}

function ofInstant(instant: string | Date, options: Options, zone: string): string {
	return dateFormat(localeTag(), { ...options, timeZone: zone }).format(new Date(instant));
}

/** 3 May 1988 */
export function formatDate(day: string): string {
	return ofDay(day, { day: 'numeric', month: 'short', year: 'numeric' });
}

/** Tue 24 Nov */
export function formatDay(day: string): string {
	return ofDay(day, { weekday: 'short', day: 'numeric', month: 'short' });
}

/** Tue 24 Nov 2026 */
export function formatFullDay(day: string): string {
	return ofDay(day, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
}

/** Tuesday 24 November 2026 */
export function formatLongDay(day: string): string {
	return ofDay(day, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
}

/** Tue */
export function formatWeekday(day: string): string {
	return ofDay(day, { weekday: 'short' });
}

/** 23–29 Nov */
export function formatDays(from: string, to: string): string {
	const format = dateFormat(localeTag(), { day: 'numeric', month: 'short', timeZone: 'UTC' });
	return format.formatRange(new Date(`${from}T00:00:00Z`), new Date(`${to}T00:00:00Z`));
}

/** November 2026 */
export function formatMonth(day: string): string {
	return ofDay(day, { month: 'long', year: 'numeric' });
}

/** 03/05/1988, as one types it here */
export function formatNumericDate(day: string): string {
	return ofDay(day, { day: '2-digit', month: '2-digit', year: 'numeric' });
}

/** 10:45, in the location's zone unless another is given */
export function formatTime(instant: string | Date, zone = timeZone()): string {
	return ofInstant(instant, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, zone);
}

/** 10:45:07, for what one wants to see move */
export function formatClock(instant: Date): string {
	return ofInstant(instant, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }, timeZone());
}

/** 3 May 1988, 10:45 */
export function formatDateTime(instant: string | Date, zone = timeZone()): string {
	return `${formatDate(dayOf(instant, zone))}, ${formatTime(instant, zone)}`;
}

/** The day an instant falls on, as `YYYY-MM-DD` in the zone. */
export function dayOf(instant: string | Date, zone = timeZone()): string {
	// By its parts: how a language writes a whole date differs between the engines of the windows.
	const format = dateFormat('en-US', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
	const parts = Object.fromEntries(format.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
	return `${parts.year}-${parts.month}-${parts.day}`;
}

/** Today at the location. */
export function today(now = new Date(), zone = timeZone()): string {
	return dayOf(now, zone);
}

/** The day so many days later, or earlier when negative. */
export function addDays(day: string, count: number): string {
	const date = new Date(`${day}T00:00:00Z`);
	date.setUTCDate(date.getUTCDate() + count);
	return date.toISOString().slice(0, 10);
}

/** Completed years between a birth and a day. */
export function ageOn(birth: string, day: string): number {
	const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4));
	return day.slice(5) < birth.slice(5) ? years - 1 : years;
}

export function formatNumber(value: number): string {
	return withMinus(numberFormat(localeTag()).format(value));
}

/** €40.00 from 4000; the currency says how many decimals its minor unit has. */
export function formatMoney(minorUnits: number, currency: string): string {
	const format = numberFormat(localeTag(), { style: 'currency', currency });
	const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
	return withMinus(format.format(minorUnits / 10 ** digits));
}

function withMinus(text: string): string {
	return text.replace('-', '−');
}
