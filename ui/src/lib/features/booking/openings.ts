import type { Opening } from '$lib/api/generated/Opening';
import { addDays, formatDay, formatTime } from '$lib/i18n/format';
import { m } from '$lib/paraglide/messages';

/* How a time that can be booked is written. */

const SOON_MINUTES = 120;

/** today, tomorrow, or the day. */
export function dayWord(day: string, today: string): string {
	if (day === today) return m.booking_today();
	return day === addDays(today, 1) ? m.booking_tomorrow() : formatDay(day);
}

export function timeOf(opening: Pick<Opening, 'starts_at' | 'time_zone'>): string {
	return formatTime(opening.starts_at, opening.time_zone);
}

/** 11:15 – 11:30 */
export function spanOf(opening: Pick<Opening, 'starts_at' | 'ends_at' | 'time_zone'>): string {
	return `${timeOf(opening)} – ${formatTime(opening.ends_at, opening.time_zone)}`;
}

/** What tells this opening from the others, in a word or two. */
export function remark(opening: Opening, now: Date, usualKnown: boolean): string {
	const minutes = Math.round((Date.parse(opening.starts_at) - now.getTime()) / 60_000);
	if (usualKnown && !opening.is_usual_doctor) return m.booking_other_doctor();
	return minutes >= 0 && minutes < SOON_MINUTES ? m.booking_in_minutes({ count: minutes }) : '';
}

/** From where to look on: just after the last of those shown. */
export function later(openings: readonly Opening[]): string | null {
	const last = Math.max(...openings.map(({ starts_at }) => Date.parse(starts_at)));
	return Number.isFinite(last) ? new Date(last + 60_000).toISOString() : null;
}
