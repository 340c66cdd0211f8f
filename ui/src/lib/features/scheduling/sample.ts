import type { AppointmentCard } from '$lib/api/generated/AppointmentCard';
import type { Opening } from '$lib/api/generated/Opening';

/* Appointments for tests: 24 November 2026 in Dublin, which is on UTC then. */

export const DAY = '2026-11-24';
export const instant = (minute: number): string => new Date(Date.parse(`${DAY}T00:00:00Z`) + minute * 60_000).toISOString();

export function card(id: string, start: number, more: Partial<AppointmentCard> = {}): AppointmentCard {
	return {
		id, version: 1, patient_id: `p-${id}`, patient_name: `Patient ${id}`, chart_number: 'C-000001', date_of_birth: '1988-05-03',
		patient_age: 38, patient_sex: 'female', patient_phone: '+35320912447', desk_note: '', insurance_provider: '', policy_number: '',
		doctor_id: 'okafor', doctor_title: 'Dr', doctor_first_name: 'Amara', doctor_last_name: 'Okafor', location_id: 'north',
		time_zone: 'Europe/Dublin', room_id: null, room_name: 'Room 1', service_id: null, service_name: 'Consultation', series_id: null,
		starts_at: instant(start), ends_at: instant(start + 15), local_day: DAY, start_minute: start, end_minute: start + 15, lane: 0,
		kind: 'consultation', visit_mode: 'in_person', status: 'confirmed', reason: '', symptoms: [], purpose: '', notes: '', queue_number: null,
		rescheduled_from: null, cancelled_by: null, cancel_reason: null, overbook_reason: null, checked_in_at: null, in_progress_at: null,
		completed_at: null, reminder_sent: false, archived: false, ...more
	};
}

export function opening(start: number, more: Partial<Opening> = {}): Opening {
	return {
		doctor_id: 'okafor', doctor_title: 'Dr', doctor_first_name: 'Amara', doctor_last_name: 'Okafor', is_usual_doctor: true,
		location_id: 'north', location_name: 'Northgate', time_zone: 'Europe/Dublin', room_id: null, room_name: null,
		visit_mode: 'in_person', starts_at: instant(start), ends_at: instant(start + 15), local_day: DAY, start_minute: start, ...more
	};
}
