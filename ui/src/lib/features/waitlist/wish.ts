import type { WaitlistEntry } from '$lib/api/generated/WaitlistEntry';
import type { WaitlistWish } from '$lib/api/generated/WaitlistWish';
import { weekOf } from '$lib/features/calendar/time';
import { clock } from '$lib/i18n/clock';
import { formatDate, formatWeekday } from '$lib/i18n/format';
import { m } from '$lib/paraglide/messages';

/* What someone waits for, in a few words. */

const NOON = 720;
const MIDNIGHT = 1440;
const EVERY_DAY = 127;

type Wish = Pick<WaitlistEntry, 'doctor_last_name' | 'specialty_name' | 'weekdays' | 'from_minute' | 'to_minute' | 'latest_on'>;

/** Okafor · mornings · before 4 Dec */
export function wishText(wish: Wish): string {
	const whom = wish.doctor_last_name ?? wish.specialty_name ?? m.booking_any_doctor();
	const until = wish.latest_on === null ? '' : m.waitlist_until({ day: formatDate(wish.latest_on) });
	return [whom, weekdaysText(wish.weekdays), hoursText(wish), until].filter((part) => part !== '').join(' · ');
}

/** Tue, Thu; nothing when every day suits. */
export function weekdaysText(weekdays: number): string {
	if (weekdays === EVERY_DAY) return '';
	return weekOf('2026-01-05').filter((_, index) => weekdays & (1 << index)).map(formatWeekday).join(', ');
}

export function hoursText({ from_minute: from, to_minute: to }: Pick<Wish, 'from_minute' | 'to_minute'>): string {
	if (from === 0 && to === MIDNIGHT) return '';
	if (from === 0 && to === NOON) return m.waitlist_morning();
	if (from === NOON && to === MIDNIGHT) return m.waitlist_afternoon();
	if (from === 0) return m.waitlist_before({ time: clock(to) });
	return to === MIDNIGHT ? m.waitlist_after({ time: clock(from) }) : `${clock(from)} – ${clock(to)}`;
}

/** Whole days since someone began to wait. */
export function daysWaiting(since: string, now: Date): number {
	return Math.floor((now.getTime() - Date.parse(since)) / 86_400_000);
}

/** `own`: hours that are neither, as someone asked for them. */
export type PartOfDay = 'any' | 'morning' | 'afternoon' | 'own';

const PARTS: Record<Exclude<PartOfDay, 'own'>, [number, number]> = { any: [0, MIDNIGHT], morning: [0, NOON], afternoon: [NOON, MIDNIGHT] };

export interface WishForm {
	doctorId: string;
	serviceId: string;
	weekdays: number;
	part: PartOfDay;
	latest: string;
	note: string;
}

export const emptyWish = (): WishForm => ({ doctorId: '', serviceId: '', weekdays: EVERY_DAY, part: 'any', latest: '', note: '' });

/** The form as an entry fills it. */
export function formOf(entry: WaitlistEntry): WishForm {
	const parts = Object.entries(PARTS) as [PartOfDay, [number, number]][];
	const part = parts.find(([, [from, to]]) => from === entry.from_minute && to === entry.to_minute)?.[0] ?? 'own';
	return {
		doctorId: entry.doctor_id ?? '', serviceId: entry.service_id ?? '', weekdays: entry.weekdays, part,
		latest: entry.latest_on ?? '', note: entry.note
	};
}

/** What the form holds, as the core is told. What it does not ask stays as the entry has it. */
export function wishOf(form: WishForm, entry?: WaitlistEntry): WaitlistWish {
	const [from_minute, to_minute] = form.part === 'own' ? [entry?.from_minute ?? 0, entry?.to_minute ?? MIDNIGHT] : PARTS[form.part];
	const wish = {
		doctor_id: form.doctorId || null, service_id: form.serviceId || null, weekdays: form.weekdays, from_minute, to_minute,
		latest_on: form.latest || null, note: form.note.trim()
	};
	if (entry === undefined) return wish;
	return {
		...wish, earliest_on: entry.earliest_on, mode: entry.visit_mode,
		specialty_id: wish.doctor_id === null ? entry.specialty_id : null,
		// Another service brings its own length.
		minutes: wish.service_id === entry.service_id ? entry.minutes : null
	};
}

/** The form over what was stored meanwhile: what one left alone takes the stored value. */
export function mergedForm(form: WishForm, base: WaitlistEntry, stored: WaitlistEntry): WishForm {
	const [was, is] = [formOf(base), formOf(stored)];
	const untouched = (Object.keys(was) as (keyof WishForm)[]).filter((field) => form[field] === was[field]);
	return { ...form, ...Object.fromEntries(untouched.map((field) => [field, is[field]])) };
}
