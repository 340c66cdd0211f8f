import { api, newCommandId, toApiError } from '$lib/api';
import type { AppointmentCard } from '$lib/api/generated/AppointmentCard';
import type { CancelParty } from '$lib/api/generated/CancelParty';
import type { SeriesChange } from '$lib/api/generated/SeriesChange';
import type { SeriesScope } from '$lib/api/generated/SeriesScope';
import type { Change } from '$lib/api/generated/Change';
import { invalidate } from '$lib/api/queries.svelte';
import { errorText } from '$lib/i18n/errors';
import { formatPhone } from '$lib/i18n/phone';
import { m } from '$lib/paraglide/messages';
import { toast } from '$lib/ui';

/** The steps that need nothing but the appointment. */
export type PlainAct = 'confirm' | 'check_in' | 'start' | 'complete' | 'no_show' | 'archive';

type Who = Pick<AppointmentCard, 'id' | 'version' | 'location_id' | 'local_day' | 'patient_name'>;

export function topicsOf({ location_id, local_day }: Pick<Who, 'location_id' | 'local_day'>): string[] {
	return [`appointments:${location_id}:${local_day}`];
}

const DONE: Record<PlainAct, (card: AppointmentCard) => string> = {
	confirm: (card) => m.scheduling_confirmed({ name: card.patient_name }),
	check_in: (card) => m.scheduling_has_number({ name: card.patient_name, number: card.queue_number ?? 0 }),
	start: (card) => m.scheduling_started({ name: card.patient_name, doctor: card.doctor_last_name }),
	complete: (card) => m.scheduling_completed({ name: card.patient_name }),
	no_show: (card) => m.scheduling_marked_no_show({ name: card.patient_name }),
	archive: (card) => m.scheduling_put_away({ name: card.patient_name })
};

/** What the desk does to an appointment: done at once, told in a toast, and taken back with Ctrl+Z. */
export class Acts {
	/** The appointment that is being changed. */
	busy = $state<string | null>(null);

	async plain(act: PlainAct, card: Who): Promise<boolean> {
		return this.#make(card, () => this.#call(act, card), DONE[act]);
	}

	async cancel(card: Who, party: CancelParty, reason: string): Promise<boolean> {
		const request = { id: card.id, version: card.version, party, reason };
		return this.#make(
			card,
			() => api.call('scheduling.cancel', request, { commandId: newCommandId() }),
			({ patient_name: name }) => m.scheduling_was_cancelled({ name })
		);
	}

	/** Calls off this and the later ones of its series, or all that lie ahead. */
	async cancelSeries(card: Who, scope: SeriesScope, party: CancelParty, reason: string): Promise<void> {
		const request = { id: card.id, version: card.version, scope, party, reason };
		try {
			const change = await api.call('scheduling.cancel_series', request, { commandId: newCommandId() });
			tellSeries(change, card, m.scheduling_series_cancelled({ name: card.patient_name, count: change.appointments.length }));
		} catch (thrown) {
			tellRefusal(thrown);
			invalidate(topicsOf(card));
		}
	}

	#call(act: PlainAct, { id, version }: Who): Promise<Change> {
		return api.call(`scheduling.${act}`, { id, version }, { commandId: newCommandId() });
	}

	async #make(card: Who, change: () => Promise<Change>, told: (card: AppointmentCard) => string): Promise<boolean> {
		// A key held down must not act twice.
		if (this.busy === card.id) return false;
		this.busy = card.id;
		try {
			tellChange(await change(), told);
			return true;
		} catch (thrown) {
			tellRefusal(thrown);
			return false;
		} finally {
			this.busy = null;
			invalidate(topicsOf(card));
		}
	}
}

/** The toast of a change, with the way back for as long as the core allows it; `also` changed with it and goes back with it. */
export function tellChange(change: Change, told: (card: AppointmentCard) => string, also: Change | null = null): void {
	const undo = change.undo_until === null ? undefined : () => takeBack(change, also);
	toast.show({ text: [told(change.card), proposalText(change)].filter(Boolean).join('. '), undo });
	invalidate(topicsOf(change.card));
}

/** The toast of a change to a series: all of it goes back in one step. */
export function tellSeries(change: SeriesChange, card: Pick<Who, 'location_id' | 'patient_name'>, text: string): void {
	toast.show({ text, undo: change.undo_until === null ? undefined : () => takeSeriesBack(change, card) });
	invalidate([`appointments:${card.location_id}`]);
}

async function takeSeriesBack({ event_ids }: SeriesChange, card: Pick<Who, 'location_id' | 'patient_name'>): Promise<void> {
	try {
		const { appointments } = await api.call('scheduling.undo_series', { event_ids }, { commandId: newCommandId() });
		toast.show({ text: m.scheduling_series_taken_back({ name: card.patient_name, count: appointments.length }) });
	} catch (thrown) {
		tellRefusal(thrown);
	}
	invalidate([`appointments:${card.location_id}`]);
}

/** Who of the waitlist could have the time that became free. */
function proposalText({ proposal }: Change): string {
	return proposal === null ? '' : m.scheduling_waits_for_it({ name: proposal.patient_name, phone: formatPhone(proposal.patient_phone) });
}

async function takeBack({ event_id, card }: Change, also: Change | null): Promise<void> {
	try {
		const undone = await api.call('scheduling.undo', { event_id, also: also?.event_id ?? null }, { commandId: newCommandId() });
		const name = undone.card.patient_name;
		toast.show({ text: also === null ? m.scheduling_taken_back({ name }) : m.scheduling_both_taken_back({ name, other: also.card.patient_name }) });
		invalidate(topicsOf(undone.card));
	} catch (thrown) {
		tellRefusal(thrown);
	}
	invalidate([card, ...(also === null ? [] : [also.card])].flatMap(topicsOf));
}

export function tellRefusal(thrown: unknown): void {
	const error = toApiError(thrown);
	const text = error.code === 'stale' ? m.scheduling_stale() : errorText(error);
	toast.show({ text, tone: 'danger' });
}
