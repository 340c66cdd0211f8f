import type { WaitlistEntry } from '$lib/api/generated/WaitlistEntry';
import type { WaitlistWish } from '$lib/api/generated/WaitlistWish';
import { clock, weekOf } from '$lib/features/calendar/time';
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

export type PartOfDay = 'any' | 'morning' | 'afternoon';

const PARTS: Record<PartOfDay, [number, number]> = { any: [0, MIDNIGHT], morning: [0, NOON], afternoon: [NOON, MIDNIGHT] };

/** What the form holds, as the core is told. */
export function wishOf(form: { doctorId: string; serviceId: string; weekdays: number; part: PartOfDay; latest: string; note: string }): WaitlistWish {
	const [from_minute, to_minute] = PARTS[form.part];
	return {
		doctor_id: form.doctorId || null, service_id: form.serviceId || null, weekdays: form.weekdays, from_minute, to_minute,
		latest_on: form.latest || null, note: form.note.trim()
	};
}
