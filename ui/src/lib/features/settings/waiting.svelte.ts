import type { Location } from '$lib/api/generated/Location';
import { invalidate, Write } from '$lib/api/queries.svelte';
import { errorText, fieldText, fieldTexts } from '$lib/i18n/errors';
import { m } from '$lib/paraglide/messages';
import { toast } from '$lib/ui';

export type Threshold = 'wait_warn_minutes' | 'wait_late_minutes';

/** From when on a wait is long and too long: saved as soon as one leaves a field, both at once, so that the first may rise past the second. */
export class WaitingEdit {
	typed = $state<Partial<Record<Threshold, string>>>({});
	readonly write = new Write('directory.save_location');
	/** Found here, before the core is asked. */
	#wrong = $state.raw<Partial<Record<Threshold, string>>>({});

	constructor(readonly location: () => Location) {}

	value(field: Threshold): string {
		return this.typed[field] ?? String(this.location()[field]);
	}

	/** What is wrong with each field. */
	errors = $derived.by((): Partial<Record<Threshold, string>> => ({ ...fieldTexts(this.write.error), ...this.#wrong }));

	/** What no field is to blame for. */
	error = $derived.by((): string | null => {
		const { error } = this.write;
		if (error === null || error.fields.length > 0) return null;
		return error.code === 'stale' ? m.settings_waiting_stale({ location: this.location().name }) : errorText(error);
	});

	async save(field: Threshold, next: string): Promise<void> {
		this.typed = { ...this.typed, [field]: next };
		const wanted = Object.fromEntries(Object.entries(this.typed).map(([name, text]) => [name, text.trim()])) as Partial<Record<Threshold, string>>;
		const unread = Object.entries(wanted).filter(([, text]) => !/^\d{1,4}$/.test(text));
		this.#wrong = Object.fromEntries(unread.map(([name]) => [name, fieldText('wrong_type')]));
		if (unread.length > 0) return;
		await this.#send(Object.fromEntries(Object.entries(wanted).map(([name, text]) => [name, Number(text)])));
	}

	async #send(minutes: Partial<Record<Threshold, number>>): Promise<void> {
		const read = this.location();
		if (isSame(read, { ...read, ...minutes })) return this.#settle();
		let saved = await this.write.attempt({ ...read, ...minutes });
		const stored = this.write.error?.code === 'stale' ? (this.write.error.params.current as Location) : null;
		// Someone changed something else of the location: that stays, and the minutes go on top of it.
		if (stored !== null && isSame(read, stored)) saved = await this.write.attempt({ ...stored, ...minutes });
		invalidate(['directory']);
		if (saved === undefined) return;
		this.#settle();
		toast.show({ text: m.settings_waiting_saved({ location: saved.name }) });
	}

	#settle(): void {
		this.typed = {};
		this.write.error = null;
	}
}

function isSame(a: Location, b: Location): boolean {
	return a.wait_warn_minutes === b.wait_warn_minutes && a.wait_late_minutes === b.wait_late_minutes;
}
