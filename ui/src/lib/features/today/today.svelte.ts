import type { AppointmentCard } from '$lib/api/generated/AppointmentCard';
import type { Board } from '$lib/api/generated/Board';
import { Acts, type PlainAct } from '$lib/features/scheduling/acts.svelte';
import { fold } from '$lib/ui';
import { boardLanes, firstSelected, laneOf, LANES, stepFrom, successor, type Step } from './board';

export type View = 'board' | 'list';

const STATES_OF: Record<PlainAct, readonly AppointmentCard['status'][]> = {
	confirm: ['scheduled'],
	check_in: ['scheduled', 'confirmed', 'no_show'],
	start: ['checked_in'],
	complete: ['in_progress'],
	no_show: ['scheduled', 'confirmed'],
	archive: ['completed', 'no_show', 'cancelled']
};

/** Whether the state of the appointment allows the step. */
export function allows(act: PlainAct, card: AppointmentCard | null): card is AppointmentCard {
	return card !== null && !card.archived && STATES_OF[act].includes(card.status);
}

/** What the Today screen shows of the day's board, and where one stands in it. */
export class TodayBoard {
	view = $state<View>('board');
	doctorId = $state<string | null>(null);
	filter = $state('');
	readonly acts = new Acts();
	#chosen = $state<string | null>(null);
	/** The rows of the lane in which the chosen one was last seen, to know who follows it. */
	#around: readonly AppointmentCard[] = [];

	constructor(readonly board: () => Board | undefined, readonly now: () => Date) {}

	cards = $derived.by(() => {
		const words = fold(this.filter).split(/\s+/).filter(Boolean);
		return (this.board()?.appointments ?? []).filter((card) => {
			if (this.doctorId !== null && card.doctor_id !== this.doctorId) return false;
			const text = fold(`${card.patient_name} ${card.chart_number} ${card.doctor_last_name} ${card.service_name ?? ''}`);
			return words.every((word) => text.includes(word));
		});
	});

	lanes = $derived(boardLanes(this.cards));

	/** Everyone on the board by the clock, for the list. */
	listed = $derived(
		this.cards
			.filter((card) => laneOf(card.status) !== null)
			.toSorted((a, b) => a.start_minute - b.start_minute || a.patient_name.localeCompare(b.patient_name))
	);

	/** The doctors of the day, by name. */
	doctors = $derived.by(() => {
		const cards = (this.board()?.appointments ?? []).map((card) => [card.doctor_id, card] as const);
		return [...new Map(cards).values()].toSorted((a, b) => a.doctor_last_name.localeCompare(b.doctor_last_name));
	});

	/** The selected row; when it left the board, the one that took its place. */
	selected = $derived.by((): AppointmentCard | null => {
		const chosen = this.listed.find(({ id }) => id === this.#chosen);
		if (chosen !== undefined) return chosen;
		const follows = this.#chosen === null ? null : successor(this.#around, this.listed, this.#chosen);
		const id = follows ?? firstSelected(this.lanes, this.now());
		return this.listed.find((card) => card.id === id) ?? null;
	});

	select(id: string): void {
		this.#chosen = id;
		this.#around = this.#laneWith(id);
	}

	step(step: Step): void {
		const from = this.selected?.id ?? null;
		const to = this.view === 'list' ? this.#stepInList(from, step) : stepFrom(this.lanes, from, step);
		if (to !== null) this.select(to);
	}

	/** Does the step to the selected row, and selects the row that follows it in its lane. */
	async act(act: PlainAct, card = this.selected): Promise<void> {
		if (!allows(act, card)) return;
		const lane = this.#laneWith(card.id);
		const following = this.view === 'board' ? successor(lane, lane.filter(({ id }) => id !== card.id), card.id) : card.id;
		if ((await this.acts.plain(act, card)) && following !== null) this.select(following);
	}

	#laneWith(id: string): readonly AppointmentCard[] {
		return LANES.map((lane) => this.lanes[lane]).find((rows) => rows.some((row) => row.id === id)) ?? [];
	}

	#stepInList(from: string | null, step: Step): string | null {
		const place = this.listed.findIndex(({ id }) => id === from);
		const by = step === 'up' ? -1 : step === 'down' ? 1 : 0;
		return this.listed[Math.max(0, Math.min(this.listed.length - 1, place + by))]?.id ?? null;
	}
}
