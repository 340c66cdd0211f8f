import type { AppointmentCard } from '$lib/api/generated/AppointmentCard';
import type { DayVisit } from '$lib/api/generated/DayVisit';
import type { MyDay } from '$lib/api/generated/MyDay';
import { Write } from '$lib/api/queries.svelte';
import { workplace } from '$lib/app/workplace.svelte';
import { tellChange, tellRefusal } from '$lib/features/scheduling/acts.svelte';
import { m } from '$lib/paraglide/messages';

const ORDER = ['in_progress', 'checked_in', 'scheduled', 'confirmed', 'no_show', 'completed', 'cancelled'];

/** Who is with the doctor, who waits, who comes, who is done; each by the clock. */
export function inOrder(visits: readonly DayVisit[]): DayVisit[] {
	const place = ({ card }: DayVisit) => {
		const at = ORDER.indexOf(card.status === 'confirmed' ? 'scheduled' : card.status);
		return at < 0 ? ORDER.length : at;
	};
	return visits.toSorted((a, b) => place(a) - place(b) || a.card.starts_at.localeCompare(b.card.starts_at));
}

export function nextOf(day: MyDay | undefined): AppointmentCard | null {
	return day?.visits.find(({ card }) => card.id === day.next_id)?.card ?? null;
}

/** The one key between two patients: ends the visit on the screen, starts the next, and says whose chart to open. */
export class GoOn {
	readonly #write = new Write('chart.next');

	get busy(): boolean {
		return this.#write.busy;
	}

	/** The patient who goes in now; null when nobody waits. */
	async run(current: AppointmentCard | null): Promise<string | null> {
		const finish = current?.status === 'in_progress' ? { id: current.id, version: current.version, reason: null } : null;
		try {
			const { started, finished } = await this.#write.run({ location_id: workplace.location?.id ?? null, finish });
			tellChange(started, (card) => m.chart_went_in({ name: card.patient_name }), finished);
			return started.card.patient_id;
		} catch (thrown) {
			tellRefusal(thrown);
			return null;
		}
	}
}
