import type { AppointmentAction } from '$lib/api/generated/AppointmentAction';
import type { AppointmentEvent } from '$lib/api/generated/AppointmentEvent';
import { dayOf, formatDate, formatDay, formatTime, today } from '$lib/i18n/format';
import { m } from '$lib/paraglide/messages';

const ACTIONS: Record<AppointmentAction, (names: { who: string }) => string> = {
	booked: m.today_event_booked,
	confirmed: m.today_event_confirmed,
	checked_in: m.today_event_checked_in,
	started: m.today_event_started,
	completed: m.today_event_completed,
	cancelled: m.today_event_cancelled,
	no_show: m.today_event_no_show,
	moved: m.today_event_moved,
	resized: m.today_event_resized,
	edited: m.today_event_edited,
	archived: m.today_event_archived,
	undone: m.today_event_undone
};

/** Checked in, Orla Quinn */
export function eventLabel(event: AppointmentEvent): string {
	return ACTIONS[event.action]({ who: event.actor_name });
}

/** The time today, else the day; the year only when it is another. */
export function eventTime(instant: string, zone: string, now = new Date()): string {
	const day = dayOf(instant, zone);
	const current = today(now, zone);
	if (day === current) return formatTime(instant, zone);
	return day.slice(0, 4) === current.slice(0, 4) ? formatDay(day) : formatDate(day);
}

const SEXES: Record<string, () => string> = {
	female: m.today_sex_female,
	male: m.today_sex_male,
	other: m.today_sex_other
};

/** In words; nothing when it was not asked or not said. */
export function sexLabel(sex: string): string {
	return SEXES[sex]?.() ?? '';
}
