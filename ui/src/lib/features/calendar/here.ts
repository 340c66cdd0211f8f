import type { Calendar } from '$lib/api/generated/Calendar';
import type { Opening } from '$lib/api/generated/Opening';
import type { GridColumn } from './model';
import { instantOf } from './time';

/** Whether one may simply book there: open, not past. Whether it is free is said by what one sees. */
export function bookableAt(column: GridColumn, minute: number, earliest: number): boolean {
	return minute >= earliest && column.doctorId !== null && column.open.some(({ start, end }) => start <= minute && minute < end);
}

/** The place under the cursor as a time that can be booked: up to the next visit or the end of the open time. */
export function openingAt(calendar: Calendar, column: GridColumn, minute: number, slot: number, locationName: string): Opening | null {
	const doctor = calendar.columns.find(({ doctor_id }) => doctor_id === column.doctorId);
	if (doctor === undefined) return null;
	const closes = column.open.find(({ start, end }) => start <= minute && minute < end)?.end ?? minute + slot;
	const next = Math.min(...column.visits.filter(({ holds, start }) => holds && start > minute).map(({ start }) => start), closes);
	const end = Math.min(minute + slot, next);
	return {
		doctor_id: doctor.doctor_id, doctor_title: doctor.title, doctor_first_name: doctor.first_name, doctor_last_name: doctor.last_name,
		is_usual_doctor: true, location_id: calendar.location_id, location_name: locationName, time_zone: calendar.time_zone,
		room_id: doctor.room_id, room_name: doctor.room_name, visit_mode: 'in_person', local_day: column.day, start_minute: minute,
		starts_at: instantOf(column.day, minute, calendar.time_zone), ends_at: instantOf(column.day, end, calendar.time_zone)
	};
}
