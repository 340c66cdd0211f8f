import type { ApiError } from '$lib/api';
import type { Conflict } from '$lib/api/generated/Conflict';
import type { Opening } from '$lib/api/generated/Opening';
import { formatTime } from '$lib/i18n/format';
import { m } from '$lib/paraglide/messages';

/** Who or what is in the way, by name and time. */
export function conflictText(conflict: Conflict): { title: string; detail: string } {
	const from = formatTime(conflict.starts_at);
	const to = formatTime(conflict.ends_at);
	const { name } = conflict;
	const who = conflict.patient_name;
	const detail = who === null ? m.booking_between({ from, to }) : m.booking_between_with({ who, from, to });
	const titles: Record<Conflict['kind'], string> = {
		doctor: m.booking_doctor_taken({ name }),
		room: m.booking_room_taken({ name }),
		patient: m.booking_patient_taken({ name }),
		offer: m.booking_offer_taken({ name })
	};
	return { title: titles[conflict.kind], detail };
}

/** Whether the doctor's hours are in the way rather than someone. */
export function isClosed(error: ApiError): boolean {
	return error.code === 'not_allowed' && error.params.reason === 'outside_hours';
}

/** The free times nearest to the one that was refused. */
export function nearestOf(error: ApiError): Opening[] {
	return (error.params.openings as Opening[] | undefined) ?? [];
}
