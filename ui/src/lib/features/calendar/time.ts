import { parseAbsolute, parseDate, toCalendarDate, toCalendarDateTime, toZoned } from '@internationalized/date';
import { dateFormat } from '$lib/i18n/intl';

/* The grid counts minutes of the wall clock since local midnight; the core counts instants. On a day on
   which the clocks change the two differ, so every crossing between them is here. */

const DAY_MINUTES = 1440;
const DAY_MS = 86_400_000;

/** Minutes of the location's wall clock since midnight of `day`; outside 0–1440 when on another day. */
export function minuteOf(instant: string, day: string, zone: string): number {
	const local = parseAbsolute(instant, zone);
	const days = Math.round((asDays(toCalendarDate(local).toString()) - asDays(day)) / DAY_MS);
	return days * DAY_MINUTES + local.hour * 60 + local.minute;
}

function asDays(day: string): number {
	return Date.parse(`${day}T00:00:00Z`);
}

/** The instant at which the wall clock shows that minute. A time that the clocks skip is the one after it. */
export function instantOf(day: string, minute: number, zone: string): string {
	const local = toCalendarDateTime(parseDate(day)).add({ minutes: minute });
	return toZoned(local, zone, 'compatible').toAbsoluteString();
}

/** Length in real minutes, which a change of the clocks does not stretch. */
export function minutesBetween(from: string, to: string): number {
	return Math.round((Date.parse(to) - Date.parse(from)) / 60_000);
}

/** Days of the week that holds `day`, Monday first. */
export function weekOf(day: string): string[] {
	const date = parseDate(day);
	const weekday = (new Date(asDays(day)).getUTCDay() + 6) % 7;
	return Array.from({ length: 7 }, (_, index) => date.add({ days: index - weekday }).toString());
}

/** The whole weeks that show the month of `day`. */
export function monthOf(day: string): string[][] {
	const first = parseDate(day).set({ day: 1 });
	const last = first.add({ months: 1 }).subtract({ days: 1 }).toString();
	const weeks: string[][] = [];
	for (let week = weekOf(first.toString()); week[0]! <= last; week = weekOf(parseDate(week[0]!).add({ days: 7 }).toString())) {
		weeks.push(week);
	}
	return weeks;
}

/** The same day of the month so many months on, or the last day of a shorter one. */
export function addMonths(day: string, count: number): string {
	return parseDate(day).add({ months: count }).toString();
}

/** Every day from one to the other, both included. */
export function daysOf(from: string, to: string): string[] {
	const days: string[] = [];
	for (let day = from; day <= to; day = parseDate(day).add({ days: 1 }).toString()) days.push(day);
	return days;
}

/** GMT, CET or +07: what the zone is called at that instant. */
export function zoneName(zone: string, at: string): string {
	const parts = dateFormat('en-GB', { timeZone: zone, timeZoneName: 'short' }).formatToParts(new Date(at));
	return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
}
