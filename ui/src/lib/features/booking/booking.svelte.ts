import { api, toApiError, type ApiError } from '$lib/api';
import type { AppointmentCard } from '$lib/api/generated/AppointmentCard';
import type { BookAppointment } from '$lib/api/generated/BookAppointment';
import type { Change } from '$lib/api/generated/Change';
import type { Conflict } from '$lib/api/generated/Conflict';
import type { FindOpenings } from '$lib/api/generated/FindOpenings';
import type { Opening } from '$lib/api/generated/Opening';
import { workplace } from '$lib/app/workplace.svelte';
import { Write } from '$lib/api/queries.svelte';
import { tellChange, tellSeries } from '$lib/features/scheduling/acts.svelte';
import { minutesBetween } from '$lib/features/calendar/time';
import { m } from '$lib/paraglide/messages';
import { PatientFinder, type Person } from './finder.svelte';
import { Latest } from '$lib/api/latest';
import { later } from './openings';
import { nearestOf } from './refusal';
import { Repeat } from './repeat.svelte';

const SHOWN = 4;

/** The booking panel: finding the patient, choosing the time, booking or moving. */
export class Booking {
	readonly finder = new PatientFinder((person) => this.#personChanged(person));
	readonly repeat = new Repeat();
	isOpen = $state(false);
	/** The appointment that gets another time; a new one is booked when null. */
	moving = $state.raw<AppointmentCard | null>(null);
	serviceId = $state('');
	doctorId = $state('');
	openings = $state.raw<Opening[]>([]);
	chosen = $state(0);
	loading = $state(false);
	reason = $state('');
	/** Null until an overbooking is asked for. */
	overbook = $state<string | null>(null);
	busy = $state(false);
	error = $state.raw<ApiError | null>(null);
	/** Every step of “later”, so that one can go back. */
	#pages = $state.raw<(string | null)[]>([null]);
	/** A time that was pointed at in the grid. */
	#here = $state.raw<Opening | null>(null);
	/** Not before this instant. */
	#from: string | null = null;
	#after: ((change: Change) => void) | undefined;
	#bookings = new Write('scheduling.book');
	#moves = new Write('scheduling.move');

	#times = new Latest<FindOpenings, Opening[]>(
		(request) => api.call('scheduling.openings', request),
		(openings) => this.#offer(openings),
		(thrown) => ((this.error = toApiError(thrown)), (this.loading = false))
	);

	/** Whom it is for: taken, or the first that was found. */
	get person(): Person | null {
		return this.finder.person;
	}
	opening = $derived(this.openings[this.chosen] ?? null);
	conflict = $derived(this.error?.code === 'taken' ? (this.error.params as unknown as Conflict) : null);

	get canGoBack(): boolean {
		return this.#pages.length > 1;
	}

	/** A new appointment; `here` is a time that was chosen in the grid. */
	open(here: Opening | null = null, after?: (change: Change) => void): void {
		this.#reset();
		this.#here = here;
		this.#after = after;
		this.doctorId = here?.doctor_id ?? '';
		this.openings = here === null ? [] : [here];
		this.isOpen = true;
	}

	/** Another time for an appointment: its patient and doctor are known, so that only the time is chosen. */
	openMove(card: AppointmentCard, after?: (change: Change) => void): void {
		this.#reset();
		this.moving = card;
		this.#after = after;
		this.doctorId = card.doctor_id;
		this.finder.taken = { id: card.patient_id, name: card.patient_name, usualDoctor: null };
		this.isOpen = true;
		this.findTimes();
	}

	/** A visit that is asked for: whom it is for, with whom, and from when on are known, so that only the time is chosen. */
	openFor(person: Person, doctorId: string | null, from: string, reason: string): void {
		this.#reset();
		this.#from = from;
		this.doctorId = doctorId ?? '';
		this.reason = reason;
		this.finder.take(person);
		this.isOpen = true;
	}

	close(): void {
		this.isOpen = false;
		this.finder.clear();
		this.#times.forget();
	}

	/** The patient is the one marked, or one that was just registered. */
	take(person = this.person): void {
		this.finder.take(person);
	}

	choose(index: number): void {
		if (index >= 0 && index < this.openings.length) this.chosen = index;
		this.error = null;
		this.lookAhead();
	}

	/** The next openings for the patient, the service and the doctor as they stand. */
	findTimes(): void {
		this.#pages = [null];
		this.#ask();
	}

	later(): void {
		const from = later(this.openings);
		if (from === null) return;
		this.#pages = [...this.#pages, from];
		this.#ask();
	}

	earlier(): void {
		if (!this.canGoBack) return;
		this.#pages = this.#pages.slice(0, -1);
		this.#ask();
	}

	async submit(): Promise<void> {
		const { person, opening } = this;
		// While other times are on their way, what is shown is not what would be booked.
		if (person === null || opening === null || this.busy || this.loading) return;
		this.busy = true;
		this.error = null;
		try {
			if (this.repeat.on) await this.#bookSeries(this.#request(person, opening));
			else await this.#make(person, opening);
		} catch (thrown) {
			this.#refused(toApiError(thrown));
		} finally {
			this.busy = false;
		}
	}

	/** Looks at the days of a series before they are booked. */
	lookAhead(): void {
		if (this.person !== null && this.opening !== null) this.repeat.look(this.#request(this.person, this.opening));
	}

	async #make(person: Person, opening: Opening): Promise<void> {
		const change = await (this.moving === null
			? this.#bookings.run(this.#request(person, opening))
			: this.#move(this.moving, opening));
		this.close();
		tellChange(change, this.moving === null ? toldBooked : toldMoved);
		this.#after?.(change);
	}

	/** What each day would meet is on screen first; the same key again books. */
	async #bookSeries(request: BookAppointment): Promise<void> {
		if (!this.repeat.isSeen(request)) return this.repeat.look(request);
		const change = await this.repeat.book(request);
		const name = change.appointments[0]?.patient_name ?? '';
		this.close();
		tellSeries(change, { location_id: request.location_id, patient_name: name }, m.booking_series_booked({ name, count: change.appointments.length }));
	}

	#request(person: Person, opening: Opening): BookAppointment {
		return {
			patient_id: person.id, doctor_id: opening.doctor_id, location_id: opening.location_id, room_id: opening.room_id,
			service_id: this.serviceId || null, starts_at: opening.starts_at, minutes: minutesBetween(opening.starts_at, opening.ends_at),
			mode: opening.visit_mode, reason: this.reason.trim() || null, overbook_reason: this.overbook?.trim() || null
		};
	}

	#move(card: AppointmentCard, opening: Opening): Promise<Change> {
		const request = {
			id: card.id, version: card.version, starts_at: opening.starts_at, doctor_id: opening.doctor_id, location_id: opening.location_id,
			minutes: minutesBetween(card.starts_at, card.ends_at), reason: this.reason.trim() || null, overbook_reason: this.overbook?.trim() || null
		};
		return this.#moves.run(request);
	}

	/** What is in the way is named; the nearest times that work take the place of the ones shown. */
	#refused(error: ApiError): void {
		this.error = error;
		const nearest = nearestOf(error);
		if (nearest.length === 0 || this.opening === null) return;
		this.openings = [this.opening, ...nearest].slice(0, SHOWN);
		this.chosen = 0;
	}

	#personChanged(person: Person | null): void {
		this.error = null;
		if (person === null) this.#clearTimes();
		else this.findTimes();
	}

	#ask(): void {
		this.chosen = 0;
		this.error = null;
		this.loading = true;
		this.#times.put({
			doctor_id: this.doctorId || null,
			location_id: workplace.location?.id ?? null,
			patient_id: this.person?.id ?? null,
			from: this.#pages.at(-1) ?? this.#here?.starts_at ?? this.#from,
			service_id: this.serviceId || null,
			minutes: this.moving === null ? null : minutesBetween(this.moving.starts_at, this.moving.ends_at),
			limit: SHOWN
		});
	}

	#offer(openings: Opening[]): void {
		const here = this.#pages.length === 1 ? this.#here : null;
		const others = openings.filter(({ starts_at, doctor_id }) => starts_at !== here?.starts_at || doctor_id !== here.doctor_id);
		this.openings = [...(here === null ? [] : [here]), ...others].slice(0, SHOWN);
		this.loading = false;
	}

	#clearTimes(): void {
		this.#times.forget();
		this.loading = false;
		this.openings = this.#here === null ? [] : [this.#here];
		this.chosen = 0;
	}

	#reset(): void {
		this.finder.clear();
		this.repeat.reset();
		this.moving = this.#here = this.#from = this.error = this.overbook = null;
		this.serviceId = this.doctorId = this.reason = '';
		this.#pages = [null];
		this.openings = [];
		this.chosen = 0;
	}
}

const words = ({ patient_name: name, doctor_last_name: doctor }: AppointmentCard) => ({ name, doctor });
const toldBooked = (card: AppointmentCard) => m.booking_was_booked(words(card));
const toldMoved = (card: AppointmentCard) => m.booking_was_moved(words(card));
