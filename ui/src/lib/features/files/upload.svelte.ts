import { api, CallError, isUnavailable, newCommandId, toApiError, type ApiError } from '$lib/api';
import type { FileRef } from '$lib/api/generated/FileRef';

/** How long an upload waits before it asks where to go on, after the store fell silent. */
const PAUSE_MS = 2000;

type State = 'sending' | 'waiting' | 'done' | 'failed';

/** One file on its way into a chart: piece by piece from the disk, so that no more than a piece is in memory. */
export class Upload {
	state = $state<State>('sending');
	/** Bytes that the store keeps. */
	sent = $state(0);
	error = $state.raw<ApiError | null>(null);
	/** The whole file, once it is there. */
	file = $state.raw<FileRef | null>(null);
	#id: string | null = null;
	#cancelled = false;

	constructor(readonly patientId: string, readonly source: File) {}

	get name(): string {
		return this.source.name;
	}

	/** 0 to 1. */
	get part(): number {
		return this.source.size === 0 ? 0 : this.sent / this.source.size;
	}

	/** Brings the file in; goes on by itself after the connection was lost. */
	async run(): Promise<void> {
		const begun = newCommandId();
		while (!this.#cancelled) {
			try {
				await this.#send(begun);
				return;
			} catch (thrown) {
				if (!isUnavailable(thrown)) return this.#fail(thrown);
				this.state = 'waiting';
				await new Promise((done) => setTimeout(done, PAUSE_MS));
			}
		}
	}

	/** Gives the file up, whether it is whole already or not. */
	async cancel(): Promise<void> {
		this.#cancelled = true;
		if (this.#id !== null) await api.call('files.cancel', { id: this.#id }, { commandId: newCommandId() }).catch(() => undefined);
	}

	async #send(begun: string): Promise<void> {
		const { patientId, source } = this;
		const upload =
			this.#id === null
				? await api.call('files.begin', { patient_id: patientId, name: source.name, size: source.size }, { commandId: begun })
				: await api.call('files.upload', { id: this.#id });
		this.#id = upload.id;
		this.state = 'sending';
		this.sent = upload.received;
		while (this.sent < source.size && !upload.complete) {
			if (this.#cancelled) return void this.cancel();
			const content = await base64(source.slice(this.sent, this.sent + upload.piece));
			this.sent = (await api.call('files.put', { id: upload.id, at: this.sent, content })).received;
		}
		const file = await api.call('files.finish', { id: upload.id });
		if (this.#cancelled) return void this.cancel();
		this.file = file;
		this.state = 'done';
	}

	#fail(thrown: unknown): void {
		this.error = toApiError(thrown);
		this.state = 'failed';
		void this.cancel();
	}
}

/** The files that a note or a record is getting. */
export class Uploads {
	readonly all = $state<Upload[]>([]);

	constructor(readonly patientId: () => string, readonly ondone: (file: FileRef) => void) {}

	get busy(): boolean {
		return this.all.some(({ state }) => state === 'sending' || state === 'waiting');
	}

	add(files: Iterable<File>): void {
		for (const file of files) {
			const upload = new Upload(this.patientId(), file);
			this.all.push(upload);
			void upload.run().then(() => {
				if (upload.file === null) return;
				this.#drop(upload);
				this.ondone(upload.file);
			});
		}
	}

	/** Takes an upload off the list, and gives it up. */
	remove(upload: Upload): void {
		this.#drop(upload);
		void upload.cancel();
	}

	cancelAll(): void {
		for (const upload of [...this.all]) this.remove(upload);
	}

	#drop(upload: Upload): void {
		const at = this.all.indexOf(upload);
		if (at >= 0) this.all.splice(at, 1);
	}
}

async function base64(part: Blob): Promise<string> {
	return new Promise((done, failed) => {
		const reader = new FileReader();
		reader.onload = () => done(String(reader.result).replace(/^[^,]*,/, ''));
		// A file that was moved or unplugged meanwhile.
		reader.onerror = () => failed(new CallError({ code: 'invalid', params: {}, fields: [{ field: 'content', code: 'file_unreadable', params: {} }], ref: '' }));
		reader.readAsDataURL(part);
	});
}
