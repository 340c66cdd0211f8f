import { api, newCommandId } from '$lib/api';
import type { Waiter } from '$lib/api/generated/Waiter';
import type { WaitlistEntry } from '$lib/api/generated/WaitlistEntry';
import type { WaitlistWish } from '$lib/api/generated/WaitlistWish';
import { invalidate, Write } from '$lib/api/queries.svelte';
import { tellChange, tellRefusal } from '$lib/features/scheduling/acts.svelte';
import { formatTime } from '$lib/i18n/format';
import { m } from '$lib/paraglide/messages';
import { toast } from '$lib/ui';

/** What the waitlist offers next for someone: a time, the booking of the time that was offered, or nothing today. */
export type NextStep = 'offer' | 'accept' | null;

export function nextStep({ entry, fit }: Waiter): NextStep {
	if (entry.status === 'offered') return 'accept';
	return fit === null ? null : 'offer';
}

/** The waitlist of a location: who is selected, and what is done for them. */
export class Waitlist {
	selectedId = $state<string | null>(null);
	/** Whether the keys are the waitlist’s. */
	focused = $state(false);
	busy = $state(false);
	#additions = new Write('waitlist.add');
	#changes = new Write('waitlist.update');

	constructor(readonly data: () => Waiter[] | undefined) {}

	open = $derived.by(() => this.data() ?? []);
	selected = $derived(this.open.find(({ entry }) => entry.id === this.selectedId) ?? this.open[0] ?? null);

	step(by: 1 | -1): void {
		const place = this.open.findIndex((waiter) => waiter === this.selected);
		this.selectedId = this.open[Math.max(0, Math.min(this.open.length - 1, place + by))]?.entry.id ?? null;
	}

	/** Offers the time that suits, or books the time that was offered. */
	async forward(waiter = this.selected): Promise<void> {
		if (waiter === null) return;
		const step = nextStep(waiter);
		if (step === 'accept') await this.#accept(waiter.entry);
		else if (step === 'offer') await this.#offer(waiter);
	}

	async withdraw(waiter = this.selected): Promise<void> {
		if (waiter === null) return;
		const { id, version, patient_name: name } = waiter.entry;
		await this.#make(waiter.entry, async (options) => {
			await api.call('waitlist.withdraw', { id, version }, options);
			toast.show({ text: m.waitlist_withdrawn({ name }) });
		});
	}

	async add(patientId: string, locationId: string, wish: WaitlistWish): Promise<WaitlistEntry> {
		const request = { patient_id: patientId, location_id: locationId, appointment_id: null, wish };
		const entry = await this.#additions.run(request);
		this.selectedId = entry.id;
		toast.show({ text: m.waitlist_added({ name: entry.patient_name }) });
		invalidate([`waitlist:${locationId}`]);
		return entry;
	}

	async update({ id, version, location_id, patient_name: name }: WaitlistEntry, wish: WaitlistWish): Promise<void> {
		try {
			await this.#changes.run({ id, version, wish });
			toast.show({ text: m.waitlist_updated({ name }) });
		} finally {
			invalidate([`waitlist:${location_id}`]);
		}
	}

	#offer({ entry, fit }: Waiter): Promise<void> {
		const request = { id: entry.id, version: entry.version, doctor_id: fit!.doctor_id, starts_at: fit!.starts_at };
		return this.#make(entry, async (options) => {
			const offered = await api.call('waitlist.offer', request, options);
			const until = formatTime(offered.offered_until!, fit!.time_zone);
			toast.show({ text: m.waitlist_was_offered({ name: entry.patient_name, time: formatTime(fit!.starts_at, fit!.time_zone), until }) });
		});
	}

	#accept(entry: WaitlistEntry): Promise<void> {
		return this.#make(entry, async (options) => {
			const change = await api.call('waitlist.accept', { id: entry.id, version: entry.version }, options);
			tellChange(change, (card) => m.booking_was_booked({ name: card.patient_name, doctor: card.doctor_last_name }));
		});
	}

	async #make({ location_id }: WaitlistEntry, make: (options: { commandId: string }) => Promise<void>): Promise<void> {
		if (this.busy) return;
		this.busy = true;
		try {
			await make({ commandId: newCommandId() });
		} catch (thrown) {
			tellRefusal(thrown);
		} finally {
			this.busy = false;
			invalidate([`waitlist:${location_id}`]);
		}
	}
}
