import type { Connection as Told } from './generated/Connection';
import type { SetupStatus } from './generated/SetupStatus';
import { CallError, type Api, type CommandName } from './types';

export type ConnectionState = 'connected' | 'documents_away' | 'reconnecting' | 'offline';

/** Trouble shorter than this is called reconnecting; longer is offline since a time. */
const OFFLINE_AFTER_MS = 10_000;
const PROBE_EVERY_MS = 2_000;

/** Whether the stores answer, learnt from the calls themselves and from what the core sees while nobody calls. */
export class Connection {
	/** When the store was first not reached, or null while it answers. */
	since = $state<Date | null>(null);
	/** When the document store was first not reached, or null while it answers. */
	documentsSince = $state<Date | null>(null);
	#now = $state(Date.now());
	#probe: ReturnType<typeof setInterval> | undefined;
	#onReturn = new Set<() => void>();

	get state(): ConnectionState {
		if (this.since === null) return this.documentsSince === null ? 'connected' : 'documents_away';
		return this.#now - this.since.getTime() < OFFLINE_AFTER_MS ? 'reconnecting' : 'offline';
	}

	/** Runs when the store answers again after it was away. */
	onReturn(callback: () => void): () => void {
		this.#onReturn.add(callback);
		return () => this.#onReturn.delete(callback);
	}

	/** The same Api, watched; while the store is away a public command is tried until it answers. */
	watch(api: Api): Api {
		const probe = () => call('setup.status', {});
		const call: Api['call'] = async (name, request, options) => {
			try {
				const response = await api.call(name, request, options);
				if (!tellsTrouble(name, response)) this.#answered();
				return response;
			} catch (thrown) {
				if (isUnavailable(thrown)) this.#failed(probe);
				else if (thrown instanceof CallError && !name.startsWith('journal.')) this.#answered();
				throw thrown;
			}
		};
		const ask = () => api.call('setup.connection', {}).then((told) => this.#told(told, probe), () => undefined);
		return {
			call,
			onStale: (callback) => {
				void ask();
				return api.onStale((topics) => {
					if (topics.includes('connection')) void ask();
					callback(topics);
				});
			}
		};
	}

	#told({ store_down_since, documents_down_since }: Told, probe: () => Promise<unknown>) {
		this.documentsSince = documents_down_since === null ? null : new Date(documents_down_since);
		if (store_down_since === null) this.#answered();
		else this.#failed(probe);
	}

	#answered() {
		if (this.since === null) return;
		clearInterval(this.#probe);
		this.since = null;
		for (const callback of this.#onReturn) callback();
	}

	#failed(probe: () => Promise<unknown>) {
		this.#now = Date.now();
		if (this.since !== null) return;
		this.since = new Date(this.#now);
		this.#probe = setInterval(() => {
			this.#now = Date.now();
			void probe().catch(() => undefined);
		}, PROBE_EVERY_MS);
	}
}

/** The status of the set-up is told by the program itself, even while the store behind it is away; the journal never asks it. */
function tellsTrouble(name: CommandName, response: unknown): boolean {
	if (name.startsWith('journal.')) return true;
	return name === 'setup.status' && (response as SetupStatus).trouble !== null;
}

export function isUnavailable(thrown: unknown): boolean {
	return thrown instanceof CallError && thrown.error.code === 'store_unavailable';
}

export const connection = new Connection();
