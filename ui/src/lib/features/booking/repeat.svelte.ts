import { api, toApiError, type ApiError } from '$lib/api';
import type { BookAppointment } from '$lib/api/generated/BookAppointment';
import type { BookSeries } from '$lib/api/generated/BookSeries';
import type { Occurrence } from '$lib/api/generated/Occurrence';
import type { SeriesChange } from '$lib/api/generated/SeriesChange';
import { Write } from '$lib/api/queries.svelte';
import { Latest } from '$lib/api/latest';

/** Whether an occurrence cannot simply be booked. */
export function hinders(occurrence: Occurrence): boolean {
	return occurrence.conflict !== null || occurrence.outside_hours;
}

/** A recurring appointment: how often, and what each of its days would meet, before anything is saved. */
export class Repeat {
	on = $state(false);
	everyWeeks = $state(1);
	count = $state(4);
	occurrences = $state.raw<Occurrence[]>([]);
	error = $state.raw<ApiError | null>(null);
	/** For which booking the occurrences were looked at. */
	#seen = '';
	#series = new Write('scheduling.book_series');
	#preview = new Latest<BookSeries, Occurrence[]>(
		(request) => api.call('scheduling.preview_series', request),
		(occurrences, request) => ((this.occurrences = occurrences), (this.#seen = JSON.stringify(request)), (this.error = null)),
		(thrown) => (this.error = toApiError(thrown))
	);

	hindered = $derived(this.occurrences.filter(hinders));
	/** How many would be booked: the days in whose way something is are left out. */
	bookable = $derived(this.occurrences.length - this.hindered.length);

	/** Looks at every day of the series. */
	look(booking: BookAppointment): void {
		if (this.on) this.#preview.put(this.#request(booking));
	}

	/** Whether what is on screen is what would be booked. */
	isSeen(booking: BookAppointment): boolean {
		return this.#seen === JSON.stringify(this.#request(booking));
	}

	book(booking: BookAppointment): Promise<SeriesChange> {
		const skip = this.hindered.map(({ local_day }) => local_day);
		return this.#series.run({ ...this.#request(booking), skip });
	}

	reset(): void {
		this.on = false;
		this.occurrences = [];
		this.error = null;
		this.#seen = '';
		this.#preview.forget();
	}

	#request(booking: BookAppointment): BookSeries {
		return { booking, every_weeks: this.everyWeeks || 1, count: this.count || 2, weekdays: [], until: null, skip: [] };
	}
}
