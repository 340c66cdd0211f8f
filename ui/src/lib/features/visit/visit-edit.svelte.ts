import { api, toApiError, type ApiError } from '$lib/api';
import type { AppointmentCard } from '$lib/api/generated/AppointmentCard';
import type { EditSeries } from '$lib/api/generated/EditSeries';
import type { SeriesMove } from '$lib/api/generated/SeriesMove';
import type { SeriesScope } from '$lib/api/generated/SeriesScope';
import { invalidate, Write } from '$lib/api/queries.svelte';
import { Latest } from '$lib/api/latest';
import { hinders } from '$lib/features/booking/repeat.svelte';
import { instantOf, minutesBetween } from '$lib/features/calendar/time';
import { tellChange, tellSeries, topicsOf } from '$lib/features/scheduling/acts.svelte';
import { clock, parseClock } from '$lib/i18n/clock';
import { fieldTexts } from '$lib/i18n/errors';
import { m } from '$lib/paraglide/messages';
import { changesOf, detailsOf, differing, type Details, type DetailField, type Differing } from './details';

/** When and with whom, for several of a series at once. */
export interface When {
	day: string;
	time: string;
	minutes: string;
	doctorId: string;
}

function whenOf(card: AppointmentCard): When {
	return { day: card.local_day, time: clock(card.start_minute), minutes: String(minutesBetween(card.starts_at, card.ends_at)), doctorId: card.doctor_id };
}

/** An edit of a booked visit, alone or with others of its series, and what to do when someone else saved first. */
export class VisitEdit {
	details = $state() as Details;
	when = $state() as When;
	scope = $state<SeriesScope>('one');
	/** What is stored now, when it is not what the form was filled from. */
	stale = $state.raw<{ card: AppointmentCard; rows: Differing[] } | null>(null);
	/** For each differing field: whether one's own value is taken. */
	mine = $state<Partial<Record<DetailField, boolean>>>({});
	/** What each appointment of the series would meet at its new time. */
	moves = $state.raw<SeriesMove[]>([]);
	/** Days that stay as they are although they could change. */
	left = $state<Record<string, boolean>>({});
	error = $state.raw<ApiError | null>(null);
	busy = $state(false);
	#base: AppointmentCard;
	/** For which change the moves were looked at. */
	#seen = $state('');
	readonly #single = new Write('scheduling.set_details');
	readonly #series = new Write('scheduling.edit_series');
	readonly #preview = new Latest<EditSeries, SeriesMove[]>(
		(request) => api.call('scheduling.preview_edit_series', request),
		(moves, request) => ((this.moves = moves), (this.#seen = JSON.stringify(request)), (this.error = null)),
		(thrown) => (this.error = toApiError(thrown))
	);

	constructor(card: AppointmentCard) {
		this.#base = card;
		this.details = detailsOf(card);
		this.when = whenOf(card);
	}

	errors = $derived.by(() => fieldTexts(this.error));

	get card(): AppointmentCard {
		return this.#base;
	}
	get changed(): boolean {
		return Object.keys(this.#changes()).length > 0 || this.#moved();
	}
	/** Several at once: then the time can change too. */
	get several(): boolean {
		return this.scope !== 'one';
	}
	/** How many get another time or mode. */
	get moving(): number {
		return this.moves.filter((move) => !this.staysAsIs(move)).length;
	}

	/** Every day keeps its time, and no word changes either. */
	get nothingLeft(): boolean {
		const words = Object.keys(this.#changes()).filter((field) => field !== 'mode');
		return this.moves.length > 0 && this.seen && this.moving === 0 && words.length === 0;
	}

	staysAsIs(move: SeriesMove): boolean {
		return hinders(move.to) || this.left[move.local_day] === true;
	}

	/** Looks at every day that would move, before anything is saved. */
	look(): void {
		this.error = null;
		if (this.several && this.#moved() && this.#told()) this.#preview.put(this.#request());
		else this.#forget();
	}

	/** Whether what is on screen is what would be saved. */
	get seen(): boolean {
		return !this.several || !this.#moved() || this.#told() && this.#seen === JSON.stringify(this.#request());
	}

	/** True when the form is done with. */
	async save(): Promise<boolean> {
		if (this.busy) return false;
		if (!this.changed && this.stale === null) return true;
		if (!this.seen) return (this.look(), false);
		this.busy = true;
		this.error = null;
		try {
			await (this.several ? this.#saveSeries() : this.#saveOne());
			return true;
		} catch (thrown) {
			this.#refused(toApiError(thrown));
			return false;
		} finally {
			this.busy = false;
			invalidate(topicsOf(this.#base));
		}
	}

	async #saveOne(): Promise<void> {
		const { id, version } = this.stale?.card ?? this.#base;
		const change = await this.#single.run({ id, version, ...this.#changes() });
		tellChange(change, ({ patient_name: name }) => m.visit_saved({ name }));
	}

	async #saveSeries(): Promise<void> {
		const skip = this.moves.filter((move) => this.staysAsIs(move)).map(({ local_day }) => local_day);
		const change = await this.#series.run({ ...this.#request(), skip });
		tellSeries(change, this.#base, m.visit_series_saved({ name: this.#base.patient_name, count: change.event_ids.length }));
	}

	#refused(error: ApiError): void {
		this.error = error;
		if (error.code !== 'stale') return;
		const card = error.params.current as AppointmentCard;
		const rows = differing(this.details, this.#base, card);
		this.mine = Object.fromEntries(rows.map(({ field, theirs }) => [field, !theirs]));
		this.stale = { card, rows };
		this.#forget();
	}

	/** The form with the other person's values where one chose them, against what is stored. */
	#changes(): Record<string, unknown> {
		const stored = this.stale?.card ?? this.#base;
		const details = { ...this.details };
		const is = detailsOf(stored);
		for (const { field } of this.stale?.rows ?? []) {
			if (this.mine[field] === false) Object.assign(details, { [field]: is[field] });
		}
		return changesOf(details, stored);
	}

	/** Whether the days have to be looked at first: another time, doctor or mode can meet something. */
	#moved(): boolean {
		if (!this.several) return false;
		return 'mode' in this.#changes() || JSON.stringify(this.when) !== JSON.stringify(whenOf(this.#base));
	}

	/** A day and a time that can be read. */
	#told(): boolean {
		return this.when.day !== '' && parseClock(this.when.time) !== null;
	}

	#request(): EditSeries {
		const { id, version } = this.stale?.card ?? this.#base;
		const was = whenOf(this.#base);
		const { day, time, minutes, doctorId } = this.when;
		const moves = day !== was.day || time !== was.time;
		return {
			id, version, scope: this.scope, ...this.#changes(),
			starts_at: moves ? instantOf(day, parseClock(time) ?? 0, this.#base.time_zone) : null,
			minutes: minutes === was.minutes ? null : Number(minutes),
			doctor_id: doctorId === was.doctorId ? null : doctorId
		};
	}

	#forget(): void {
		this.#preview.forget();
		this.moves = [];
		this.#seen = '';
	}
}
