import type { AppointmentCard } from '$lib/api/generated/AppointmentCard';
import { canMove as liesAhead } from '$lib/features/calendar/model';
import { session } from '$lib/features/identity/session.svelte';
import { m } from '$lib/paraglide/messages';
import { allows } from './today.svelte';

/** A key that does something to the selected row. */
export interface RowKey {
	binding: string;
	label: string;
}

/** What the keys do to this appointment now, the likeliest first. */
export function rowKeys(card: AppointmentCard | null): RowKey[] {
	const possible: [boolean, string, () => string][] = [
		[allows('check_in', card), 'c', card?.status === 'no_show' ? m.today_came_late : m.today_check_in],
		[allows('start', card), 's', m.today_start],
		[allows('complete', card), 'd', m.today_done],
		[card?.status === 'completed' && canBill(card), 'i', m.billing_invoice_visit],
		[canMove(card), 'm', m.today_move],
		[allows('no_show', card), 'n', m.today_no_show],
		[card !== null, 'o', m.today_open]
	];
	return possible.filter(([works]) => works).map(([, binding, label]) => ({ binding, label: label() }));
}

export function canMove(card: AppointmentCard | null): card is AppointmentCard {
	return card !== null && liesAhead(card.status);
}

/** What was given up for another time is history. */
export function canEdit(card: AppointmentCard | null): card is AppointmentCard {
	return card !== null && card.status !== 'rescheduled' && !card.archived;
}

/** What takes place is invoiced, before or after. */
export function canBill(card: AppointmentCard | null): card is AppointmentCard {
	return card !== null && !['cancelled', 'rescheduled', 'no_show'].includes(card.status) && session.may('billing.write');
}

export function canCancel(card: AppointmentCard | null): card is AppointmentCard {
	return card !== null && ['scheduled', 'confirmed', 'checked_in'].includes(card.status);
}
