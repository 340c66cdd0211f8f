import { api, newCommandId, toApiError, type ApiError } from '$lib/api';
import type { Draft } from '$lib/api/generated/Draft';
import type { DraftSubject } from '$lib/api/generated/DraftSubject';
import type { NoteBody } from '$lib/api/generated/NoteBody';
import type { NoteSigned } from '$lib/api/generated/NoteSigned';
import type { NoteStart } from '$lib/api/generated/NoteStart';
import type { PendingPage } from '$lib/api/generated/PendingPage';
import { Write } from '$lib/api/queries.svelte';
import { carry, copyOf, emptyBody, isUntouched, same, subjectKey } from './body';

/** From a key press to the disk of this computer: well within the two seconds that may be lost. */
const DISK_MS = 800;
/** From a key press to the server. */
const SERVER_MS = 5_000;
/** After a failure, until it is tried again. */
const AGAIN_MS = 1_500;

/** A note being written: on the disk of this computer within a second, on the server soon after. */
export class NoteDraft {
	body = $state<NoteBody>(emptyBody());
	start = $state.raw<NoteStart | null>(null);
	/** Why the server could not be asked at the beginning; writing goes on without it. */
	startError = $state.raw<ApiError | null>(null);
	ready = $state(false);
	/** When the disk last had everything; null before the first key. */
	savedAt = $state.raw<Date | null>(null);
	diskError = $state.raw<ApiError | null>(null);
	/** Counts what the server has of it; 0 for nothing. */
	revision = $state(0);
	serverError = $state.raw<ApiError | null>(null);
	/** Another workstation's text was put in; told until the next key. */
	mergedIn = $state(false);
	/** It was signed elsewhere while more was typed here; the text went on as a new draft. */
	signedElsewhere = $state(false);
	readonly signing = new Write('notes.sign');
	/** What stands in a field and could not be taken into the note, by field: nothing is signed before it is mended or cleared. */
	unread = $state<Record<string, string>>({});
	id = newCommandId();
	#seen: string;
	/** What disk and server last took. */
	#onDisk = '';
	#onServer = '';
	#disk: ReturnType<typeof setTimeout> | undefined;
	#server: ReturnType<typeof setTimeout> | undefined;
	#writing: Promise<void> | null = null;
	#sending: Promise<void> | null = null;
	#closed = false;

	constructor(readonly subject: DraftSubject, readonly base: NoteBody | null = null) {
		this.#seen = JSON.stringify(this.body);
	}

	/** Takes up what this computer and the server have of it. What the server does not have yet goes there. */
	async open(): Promise<void> {
		const [start, pending] = await Promise.all([
			api.call('notes.start', { subject: this.subject }).catch((thrown: unknown) => ((this.startError = toApiError(thrown)), null)),
			api.call('journal.pending', {}).catch((thrown: unknown) => ((this.diskError = toApiError(thrown)), [] as PendingPage[]))
		]);
		this.start = start;
		const page = pending.find(({ page }) => subjectKey(page.subject) === subjectKey(this.subject));
		const draft = start?.draft ?? null;
		if (page !== undefined && !(start !== null && page.page.synced)) this.#takeUp(page);
		else if (draft !== null) this.#adopt(draft);
		else if (this.base !== null) this.#show(copyOf(this.base));
		this.#seen = JSON.stringify(this.body);
		this.ready = true;
		if (page !== undefined && page.page.id !== this.id && page.page.synced) void api.call('journal.discard', { id: page.page.id }).catch(() => undefined);
		if (page === undefined || page.page.synced) return;
		if (start !== null) await this.toServer();
		else this.#server ??= setTimeout(() => void this.toServer(), SERVER_MS);
	}

	/** The server answers again: phrases and ranges come, and what it does not have yet goes there. */
	async again(): Promise<void> {
		if (this.startError !== null) {
			this.start = await api.call('notes.start', { subject: this.subject }).catch(() => null);
			if (this.start !== null) this.startError = null;
		}
		if (this.serverError !== null) await this.toServer();
	}

	#takeUp({ page, saved_at }: PendingPage) {
		this.id = page.id;
		this.revision = page.base_revision;
		this.#show(page.body);
		this.#onDisk = JSON.stringify(page.body);
		this.savedAt = new Date(saved_at);
	}

	#adopt(draft: Draft) {
		this.id = draft.id;
		this.revision = draft.revision;
		this.#show(draft.body);
		this.#onServer = JSON.stringify(draft.body);
	}

	#show(body: NoteBody) {
		this.body = body;
		this.#seen = JSON.stringify(body);
	}

	/** Called after each change of the body; what a person did starts the clocks. */
	changed(): void {
		const now = JSON.stringify(this.body);
		if (!this.ready || this.#closed || now === this.#seen) return;
		this.#seen = now;
		this.mergedIn = false;
		this.#disk ??= setTimeout(() => void this.toDisk(), DISK_MS);
		this.#server ??= setTimeout(() => void this.toServer(), SERVER_MS);
	}

	/** The window is left, hidden or locked: everything goes now. */
	async leave(): Promise<void> {
		if (this.#disk !== undefined || this.#server !== undefined) await Promise.all([this.toDisk(), this.toServer()]);
	}

	/** Ends the clocks after a last save; the component is gone. */
	close(): void {
		void this.leave().finally(() => {
			this.#closed = true;
			clearTimeout(this.#disk);
			clearTimeout(this.#server);
		});
	}

	async toDisk(): Promise<void> {
		clearTimeout(this.#disk);
		this.#disk = undefined;
		while (this.#writing !== null) await this.#writing;
		if (this.#closed || (this.#onDisk === JSON.stringify(this.body) && this.diskError === null)) return;
		this.#writing = this.#write().finally(() => (this.#writing = null));
		await this.#writing;
	}

	async #write() {
		const body = copyOf($state.snapshot(this.body) as NoteBody);
		const text = JSON.stringify(body);
		const page = { id: this.id, subject: this.subject, base_revision: this.revision, synced: text === this.#onServer, body };
		try {
			const { saved_at } = await api.call('journal.write', { page });
			this.#onDisk = text;
			this.savedAt = new Date(saved_at);
			this.diskError = null;
		} catch (thrown) {
			this.diskError = toApiError(thrown);
			this.#disk ??= setTimeout(() => void this.toDisk(), AGAIN_MS);
		}
	}

	async toServer(): Promise<void> {
		clearTimeout(this.#server);
		this.#server = undefined;
		while (this.#sending !== null) await this.#sending;
		if (this.#closed || this.#onServer === JSON.stringify(this.body)) return;
		this.#sending = this.#send().finally(() => (this.#sending = null));
		await this.#sending;
	}

	async #send() {
		const sent = copyOf($state.snapshot(this.body) as NoteBody);
		try {
			const request = { id: this.id, subject: this.subject, base_revision: this.revision, body: sent };
			const saved = await api.call('notes.save_draft', request, { commandId: newCommandId() });
			if (saved.id !== this.id) void api.call('journal.discard', { id: this.id }).catch(() => undefined);
			this.id = saved.id;
			this.revision = saved.revision;
			this.serverError = null;
			this.#onServer = JSON.stringify(saved.merged ?? sent);
			if (saved.merged !== null && !same(saved.merged, sent)) this.#merge(saved.merged, sent);
			this.#onDisk = '';
			void this.toDisk();
		} catch (thrown) {
			await this.#refused(toApiError(thrown));
		}
	}

	#merge(merged: NoteBody, sent: NoteBody) {
		this.#show(carry(merged, sent, $state.snapshot(this.body) as NoteBody));
		this.mergedIn = true;
	}

	async #refused(error: ApiError) {
		const gone = error.code === 'not_allowed' && ['draft_signed', 'draft_discarded'].includes(String(error.params.reason));
		if (!gone) {
			this.serverError = error;
			if (!this.#closed) this.#server ??= setTimeout(() => void this.toServer(), SERVER_MS);
			return;
		}
		// What is typed here stays, under a name of its own, before the old one is let go.
		const before = this.id;
		[this.id, this.revision, this.#onDisk, this.#onServer] = [newCommandId(), 0, '', ''];
		this.signedElsewhere = error.params.reason === 'draft_signed';
		await this.toDisk();
		if (this.diskError === null) await api.call('journal.discard', { id: before }).catch(() => undefined);
		this.#server ??= setTimeout(() => void this.toServer(), AGAIN_MS);
	}

	/** Phrases and templates anew, after one was kept. */
	async refresh(): Promise<void> {
		this.start = await api.call('notes.start', { subject: this.subject }).catch(() => this.start);
	}

	get isEmpty(): boolean {
		return isUntouched(this.body);
	}

	/** Keeps what was typed where it is no figure or no code; empty once it is. */
	keep(field: string, text: string): void {
		if (text === '') delete this.unread[field];
		else this.unread[field] = text;
	}

	/** Says why it cannot be signed yet, where something that is typed is not in the note. */
	heldBack(): boolean {
		const fields = this.body.kind === 'soap' ? Object.keys(this.unread) : [];
		if (fields.length === 0) return false;
		this.signing.error = { code: 'invalid', params: {}, fields: fields.map((field) => ({ field, code: 'unread', params: {} })), ref: '' };
		return true;
	}

	/** Signs and locks. What another workstation wrote meanwhile is shown first. */
	async sign(amendment: { version: string; reason: string } | null = null): Promise<NoteSigned | undefined> {
		await this.leave();
		const body = copyOf($state.snapshot(this.body) as NoteBody);
		const signed = await this.signing.attempt({
			id: this.id, subject: this.subject, base_revision: this.revision, amended_version: amendment?.version ?? null, reason: amendment?.reason ?? '', body
		});
		const current = this.signing.error?.code === 'stale' ? (this.signing.error.params.current as Draft | undefined) : undefined;
		if (current !== undefined) {
			this.revision = current.revision;
			this.#merge(current.body, body);
		}
		if (signed === undefined) return undefined;
		this.#closed = true;
		await api.call('journal.discard', { id: this.id }).catch(() => undefined);
		return signed;
	}

	/** Throws the draft away, here and on the server. */
	async discard(): Promise<boolean> {
		try {
			if (this.revision > 0) await api.call('notes.discard_draft', { id: this.id }, { commandId: newCommandId() });
			this.#closed = true;
			await api.call('journal.discard', { id: this.id });
			return true;
		} catch (thrown) {
			this.serverError = toApiError(thrown);
			return false;
		}
	}
}
