import type { Calendar } from '$lib/api/generated/Calendar';
import type { CalendarColumn } from '$lib/api/generated/CalendarColumn';
import type { CalendarEntry } from '$lib/api/generated/CalendarEntry';
import type { ClosedSpan as WireClosed } from '$lib/api/generated/ClosedSpan';
import { formatDay } from '$lib/i18n/format';
import { m } from '$lib/paraglide/messages';
import { closedParts, type Span } from './geometry';
import type { ClosedSpan, GridColumn, GridVisit } from './model';
import { minutesBetween } from './time';

/* From what the core sends to what the grid draws: a column per doctor, per room, or per day of one doctor. */

const ALL_DAY: Span = { start: 0, end: 1440 };
const HOLDS_NO_TIME = ['cancelled', 'no_show', 'rescheduled'];

interface Options {
	/** Whether what was called off is shown. */
	cancelled: boolean;
}

export function doctorColumns(calendar: Calendar, day: string, options: Options): GridColumn[] {
	return calendar.columns.map((column) => doctorColumn(calendar, column, day, options));
}

/** One doctor's days beside each other. */
export function weekColumns(calendar: Calendar, doctorId: string, options: Options): GridColumn[] {
	const column = calendar.columns.find((candidate) => candidate.doctor_id === doctorId);
	if (column === undefined) return [];
	return column.days.map(({ day }) => ({
		...doctorColumn(calendar, column, day, options), id: `${doctorId} ${day}`, title: formatDay(day), detail: countText(calendar, day)
	}));
}

function countText(calendar: Calendar, day: string): string {
	const count = calendar.days.find((figures) => figures.day === day)?.booked ?? 0;
	return m.calendar_booked({ count });
}

export function roomColumns(calendar: Calendar, day: string, options: Options): GridColumn[] {
	const open = calendar.columns.flatMap((column) => openSpans(column, day));
	const closed = closedParts(open, ALL_DAY).map((span) => ({ ...span, reason: null }));
	return calendar.rooms.map((room) => ({
		id: room.id, title: room.name, short: room.name, day, doctorId: null, roomId: room.id,
		detail: usersOf(calendar, room.id), open, closed,
		visits: visitsOf(calendar, (entry) => entry.room_id === room.id && entry.local_day === day, options)
	}));
}

function usersOf(calendar: Calendar, roomId: string): string {
	return calendar.columns.filter(({ room_id }) => room_id === roomId).map(({ last_name }) => last_name).join(', ');
}

function doctorColumn(calendar: Calendar, column: CalendarColumn, day: string, options: Options): GridColumn {
	const { doctor_id: id } = column;
	return {
		id, day, doctorId: id, roomId: column.room_id,
		title: `${column.first_name} ${column.last_name}`,
		short: column.last_name,
		detail: [column.specialties[0], column.room_name].filter(Boolean).join(' · '),
		open: openSpans(column, day),
		closed: (column.days.find((of) => of.day === day)?.closed ?? []).map(closedSpan),
		visits: visitsOf(calendar, (entry) => entry.doctor_id === id && entry.local_day === day, options)
	};
}

function openSpans(column: CalendarColumn, day: string): Span[] {
	const open = column.days.find((of) => of.day === day)?.open ?? [];
	return open.map(({ start_minute: start, end_minute: end }) => ({ start, end }));
}

function closedSpan(span: WireClosed): ClosedSpan {
	const kinds = { closed: null, leave: m.calendar_leave(), holiday: m.calendar_holiday() };
	return { start: span.start_minute, end: span.end_minute, reason: span.reason || kinds[span.kind] };
}

function visitsOf(calendar: Calendar, belongs: (entry: CalendarEntry) => boolean, { cancelled }: Options): GridVisit[] {
	return calendar.appointments
		.filter((entry) => belongs(entry) && (cancelled || entry.status !== 'cancelled'))
		.map((entry) => gridVisit(entry, calendar));
}

export function gridVisit(entry: CalendarEntry, calendar: Calendar): GridVisit {
	return {
		id: entry.id, version: entry.version, patientId: entry.patient_id, name: entry.patient_name,
		service: entry.service_name ?? entry.reason,
		doctor: calendar.columns.find(({ doctor_id }) => doctor_id === entry.doctor_id)?.last_name ?? '',
		doctorId: entry.doctor_id, status: entry.status, start: entry.start_minute, end: entry.end_minute,
		holds: !HOLDS_NO_TIME.includes(entry.status), overbooked: entry.lane > 0, repeats: entry.series_id !== null,
		minutes: minutesBetween(entry.starts_at, entry.ends_at)
	};
}

/** Length of the doctor's slot at that minute, which is the step of the cursor. */
export function slotAt(calendar: Calendar, doctorId: string | null, day: string, minute: number): number {
	const column = calendar.columns.find(({ doctor_id }) => doctor_id === doctorId);
	const spans = column?.days.find((of) => of.day === day)?.open ?? [];
	return (spans.find((span) => span.start_minute <= minute && minute < span.end_minute) ?? spans[0])?.slot_minutes ?? 15;
}

export function cancelledCount(calendar: Calendar | undefined): number {
	return calendar?.appointments.filter(({ status }) => status === 'cancelled').length ?? 0;
}
