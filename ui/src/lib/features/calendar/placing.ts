import { Write } from '$lib/api/queries.svelte';
import type { Change } from '$lib/api/generated/Change';
import type { CheckSlot } from '$lib/api/generated/CheckSlot';
import type { SlotCheck } from '$lib/api/generated/SlotCheck';
import { conflictText } from '$lib/features/booking/refusal';
import { m } from '$lib/paraglide/messages';
import type { Carried, CoreVerdict } from './carry.svelte';
import { instantOf, minutesBetween } from './time';

/* What is in the hand, as the core is asked and told. */

const moves = new Write('scheduling.move');
const resizes = new Write('scheduling.resize');

export interface Place {
	locationId: string;
	zone: string;
}

function startsAt({ column, span }: Carried, { zone }: Place): string {
	return instantOf(column.day, span.start, zone);
}

/** A move keeps its real length; a drawn length is what the wall clock says. */
export function lengthOf(carried: Carried, place: Place): number {
	if (carried.how === 'move') return carried.visit.minutes;
	return minutesBetween(startsAt(carried, place), instantOf(carried.column.day, carried.span.end, place.zone));
}

export function checkRequest(carried: Carried, place: Place): CheckSlot {
	return {
		appointment_id: carried.visit.id, patient_id: carried.visit.patientId, location_id: place.locationId,
		doctor_id: carried.column.doctorId ?? carried.visit.doctorId, room_id: roomOf(carried),
		starts_at: startsAt(carried, place), minutes: lengthOf(carried, place)
	};
}

/** A column of doctors brings the doctor's own room; a column of rooms is the room. */
function roomOf({ column }: Carried): string | null {
	return column.doctorId === null ? column.roomId : null;
}

export function coreVerdict(check: SlotCheck, day: string): CoreVerdict {
	if (check.fits) return null;
	const next = check.next?.local_day === day ? check.next.start_minute : null;
	const conflict = check.conflicts[0];
	if (conflict !== undefined) return { ...conflictText(conflict), next };
	return { title: m.calendar_closed(), detail: check.closed?.reason ?? '', next };
}

export function placeCall(carried: Carried, place: Place, overbookReason: string | null): Promise<Change> {
	const { id, version } = carried.visit;
	const minutes = lengthOf(carried, place);
	if (carried.how === 'resize') return resizes.run({ id, version, minutes, overbook_reason: overbookReason });
	return moves.run({
		id, version, starts_at: startsAt(carried, place), doctor_id: carried.column.doctorId ?? carried.visit.doctorId,
		room_id: roomOf(carried), minutes, overbook_reason: overbookReason
	});
}
