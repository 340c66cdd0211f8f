import type { AppointmentState } from '$lib/features/scheduling/states';
import type { Held, Room } from './fits';
import type { Span } from './geometry';

/* What the grid draws. `day.ts` makes it from what the core sends. */

/** An appointment, in minutes of its column's day. */
export interface GridVisit extends Held {
	name: string;
	service: string;
	doctor: string;
	doctorId: string;
	status: AppointmentState;
	/** Held beside another on purpose. */
	overbooked: boolean;
	/** Part of a series. */
	repeats: boolean;
	/** Real length, which a change of the clocks does not stretch. */
	minutes: number;
	version: number;
}

/** Closed time with the reason, where there is one, such as leave. */
export interface ClosedSpan extends Span {
	reason: string | null;
}

/** One column: a doctor, a room, or a doctor's day in the week. */
export interface GridColumn extends Room<GridVisit> {
	title: string;
	detail: string;
	/** The last name alone, for sentences such as “Okafor 11:15 is taken”. */
	short: string;
	day: string;
	doctorId: string | null;
	roomId: string | null;
	closed: readonly ClosedSpan[];
}

/** Which of its states let an appointment be moved to another time. */
export function canMove(status: AppointmentState): boolean {
	return status === 'scheduled' || status === 'confirmed';
}
