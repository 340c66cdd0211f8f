import type { ExceptionKind } from '$lib/api/generated/ExceptionKind';
import type { SaveException } from '$lib/api/generated/SaveException';
import type { SaveSchedule } from '$lib/api/generated/SaveSchedule';
import type { Schedule } from '$lib/api/generated/Schedule';
import type { ScheduleException } from '$lib/api/generated/ScheduleException';
import type { VisitMode } from '$lib/api/generated/VisitMode';
import { clock, parseClock } from '$lib/i18n/clock';

/* What stands in the two forms: days as `YYYY-MM-DD`, the rest as text. A field that cannot be read is wrong here already; the rest is the core's to judge. */

export interface ScheduleDraft {
	id: string | null;
	version: number;
	doctorId: string;
	locationId: string;
	weekday: string;
	start: string;
	end: string;
	slot: string;
	mode: VisitMode;
	from: string;
	to: string;
}

export interface ExceptionDraft {
	id: string | null;
	version: number;
	kind: ExceptionKind;
	doctorId: string;
	/** Empty = everywhere. */
	locationId: string;
	first: string;
	last: string;
	/** Empty = the whole day. */
	start: string;
	end: string;
	slot: string;
	mode: VisitMode;
	reason: string;
}

/** A request, or the fields that cannot be read with the codes of their messages. */
export type Read<T> = { ok: true; request: T } | { ok: false; wrong: Record<string, string> };

export function newSchedule(doctorId: string, locationId: string, weekday: number, day: string): ScheduleDraft {
	return { id: null, version: 0, doctorId, locationId, weekday: String(weekday), start: '09:00', end: '17:00', slot: '15', mode: 'in_person', from: day, to: '' };
}

export function scheduleDraft(row: Schedule): ScheduleDraft {
	return {
		id: row.id,
		version: row.version,
		doctorId: row.doctor_id,
		locationId: row.location_id,
		weekday: String(row.weekday),
		start: clock(row.start_minute),
		end: clock(row.end_minute),
		slot: String(row.slot_minutes),
		mode: row.visit_mode,
		from: row.valid_from,
		to: row.valid_to ?? ''
	};
}

export function newException(kind: ExceptionKind, doctorId: string, locationId: string, day: string): ExceptionDraft {
	const isExtra = kind === 'extra';
	return {
		id: null, version: 0, kind, doctorId, locationId: kind === 'leave' ? '' : locationId, first: day, last: day,
		start: isExtra ? '09:00' : '', end: isExtra ? '13:00' : '', slot: '15', mode: 'in_person', reason: ''
	};
}

export function exceptionDraft(row: ScheduleException): ExceptionDraft {
	return {
		id: row.id,
		version: row.version,
		kind: row.kind,
		doctorId: row.doctor_id ?? '',
		locationId: row.location_id ?? '',
		first: row.starts_on,
		last: row.ends_on,
		start: row.start_minute === null ? '' : clock(row.start_minute),
		end: row.end_minute === null ? '' : clock(row.end_minute),
		slot: String(row.slot_minutes ?? 15),
		mode: row.visit_mode ?? 'in_person',
		reason: row.reason
	};
}

/** Reads texts and remembers those that cannot be read. */
class Reader {
	wrong: Record<string, string> = {};

	/** `whenEmpty` null: an empty field is no value; a code: it is wrong for that reason. */
	take<T>(field: string, text: string, parse: (text: string) => T | null, code: string, whenEmpty: string | null = 'required'): T | null {
		const isEmpty = text.trim() === '';
		const value = isEmpty ? null : parse(text);
		if (value === null && !isEmpty) this.wrong[field] = code;
		if (isEmpty && whenEmpty !== null) this.wrong[field] = whenEmpty;
		return value;
	}

	day(field: string, day: string): string {
		if (day === '') this.wrong[field] = 'required';
		return day;
	}

	done<T>(request: T): Read<T> {
		return Object.keys(this.wrong).length === 0 ? { ok: true, request } : { ok: false, wrong: this.wrong };
	}
}

const whole = (text: string) => (/^\d+$/.test(text.trim()) ? Number(text) : null);

export function readSchedule(draft: ScheduleDraft): Read<SaveSchedule> {
	const reader = new Reader();
	const request = {
		id: draft.id,
		version: draft.version,
		doctor_id: draft.doctorId,
		location_id: draft.locationId,
		weekday: Number(draft.weekday),
		start_minute: reader.take('start_minute', draft.start, parseClock, 'time_invalid') ?? 0,
		end_minute: reader.take('end_minute', draft.end, parseClock, 'time_invalid') ?? 0,
		slot_minutes: reader.take('slot_minutes', draft.slot, whole, 'invalid') ?? 0,
		visit_mode: draft.mode,
		valid_from: reader.day('valid_from', draft.from),
		valid_to: draft.to || null
	};
	return reader.done(request);
}

export function readException(draft: ExceptionDraft): Read<SaveException> {
	const reader = new Reader();
	const isExtra = draft.kind === 'extra';
	const minutes = isExtra ? 'required' : null;
	const request = {
		id: draft.id,
		version: draft.version,
		kind: draft.kind,
		doctor_id: draft.kind === 'holiday' ? null : draft.doctorId,
		location_id: draft.locationId === '' ? null : draft.locationId,
		starts_on: reader.day('starts_on', draft.first),
		ends_on: draft.last || draft.first,
		start_minute: reader.take('start_minute', draft.start, parseClock, 'time_invalid', minutes),
		end_minute: reader.take('end_minute', draft.end, parseClock, 'time_invalid', minutes),
		slot_minutes: isExtra ? reader.take('slot_minutes', draft.slot, whole, 'invalid') : null,
		visit_mode: isExtra ? draft.mode : null,
		reason: draft.reason
	};
	return reader.done(request);
}
