import type { ApiError } from '$lib/api';
import type { OutsideAppointment } from '$lib/api/generated/OutsideAppointment';
import type { ExceptionKind } from '$lib/api/generated/ExceptionKind';
import type { Schedule } from '$lib/api/generated/Schedule';
import type { ScheduleException } from '$lib/api/generated/ScheduleException';
import { invalidate, Write } from '$lib/api/queries.svelte';
import { fieldText, fieldTexts } from '$lib/i18n/errors';
import { m } from '$lib/paraglide/messages';
import { toast } from '$lib/ui';
import {
	exceptionDraft, newException, newSchedule, readException, readSchedule, scheduleDraft,
	type ExceptionDraft, type ScheduleDraft
} from './drafts';

type Open = { what: 'schedule'; draft: ScheduleDraft } | { what: 'exception'; draft: ExceptionDraft };

/** The form beside the week: what is being edited, what is wrong with it, and what became of it. */
export class Editor {
	open = $state<Open | null>(null);
	/** Booked appointments that the last change left outside the hours. */
	outside = $state.raw<OutsideAppointment[]>([]);
	#unreadable = $state.raw<Record<string, string>>({});
	#error = $state.raw<ApiError | null>(null);
	#saveSchedule = new Write('schedules.save');
	#retire = new Write('schedules.retire');
	#saveException = new Write('schedules.save_exception');
	#cancel = new Write('schedules.cancel_exception');

	get busy(): boolean {
		return [this.#saveSchedule, this.#retire, this.#saveException, this.#cancel].some((write) => write.busy);
	}

	/** Texts of the wrong fields by their names in the request. */
	get wrong(): Record<string, string> {
		const here = Object.entries(this.#unreadable).map(([field, code]) => [field, fieldText(code)]);
		return { ...fieldTexts(this.#error), ...Object.fromEntries(here) };
	}

	/** A refusal that is not about a field. */
	get refusal(): ApiError | null {
		return this.#error !== null && this.#error.fields.length === 0 ? this.#error : null;
	}

	/** The row that the refused one would overlap. */
	get inTheWay(): Schedule | null {
		return this.#error?.code === 'taken' ? (this.#error.params.schedule as Schedule) : null;
	}

	/** What someone else saved meanwhile. */
	get stored(): Schedule | ScheduleException | null {
		return this.#error?.code === 'stale' ? (this.#error.params.current as Schedule | ScheduleException) : null;
	}

	addSchedule(doctorId: string, locationId: string, weekday: number, day: string): void {
		this.#show({ what: 'schedule', draft: newSchedule(doctorId, locationId, weekday, day) });
	}

	editSchedule(row: Schedule): void {
		this.#show({ what: 'schedule', draft: scheduleDraft(row) });
	}

	addException(kind: ExceptionKind, doctorId: string, locationId: string, day: string): void {
		this.#show({ what: 'exception', draft: newException(kind, doctorId, locationId, day) });
	}

	editException(row: ScheduleException): void {
		this.#show({ what: 'exception', draft: exceptionDraft(row) });
	}

	close(): void {
		this.open = null;
		this.outside = [];
		this.#unreadable = {};
		this.#error = null;
	}

	/** Saves what was typed over what someone else saved meanwhile. */
	async saveOver(): Promise<void> {
		if (this.open === null || this.stored === null) return;
		this.open.draft.version = this.stored.version;
		await this.save();
	}

	async save(): Promise<void> {
		if (this.open === null) return;
		const read = this.open.what === 'schedule' ? readSchedule(this.open.draft) : readException(this.open.draft);
		this.#error = null;
		this.#unreadable = read.ok ? {} : read.wrong;
		if (!read.ok) return;
		const write = this.open.what === 'schedule' ? this.#saveSchedule : this.#saveException;
		await this.#run(write as Write<'schedules.save'>, read.request as never, m.schedules_saved());
	}

	/** Ends a weekly row, or calls an exception off. Undo puts a row like it back. */
	async remove(): Promise<void> {
		if (this.open === null || this.open.draft.id === null) return;
		const { what, draft } = this.open;
		const request = { id: draft.id!, version: draft.version };
		const again = what === 'schedule' ? readSchedule(draft) : readException(draft);
		const write = what === 'schedule' ? this.#retire : this.#cancel;
		const undo = again.ok ? () => this.#putBack(what, again.request) : undefined;
		await this.#run(write as Write<'schedules.retire'>, request, m.schedules_removed(), undo);
	}

	async #putBack(what: Open['what'], request: object): Promise<void> {
		const write = what === 'schedule' ? this.#saveSchedule : this.#saveException;
		const fresh = { ...request, id: null, version: 0 } as never;
		await this.#run(write as Write<'schedules.save'>, fresh, m.schedules_put_back());
	}

	async #run<K extends 'schedules.save' | 'schedules.retire'>(
		write: Write<K>, request: Parameters<Write<K>['run']>[0], done: string, undo?: () => Promise<void>
	): Promise<void> {
		const answer = await write.attempt(request);
		this.#error = write.error;
		if (answer === undefined) return;
		invalidate(['schedules']);
		toast.show({ text: done, undo });
		this.close();
		this.outside = answer.outside;
	}

	#show(open: Open): void {
		this.close();
		this.open = open;
	}
}
