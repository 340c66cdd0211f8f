import type { ApiError } from './generated/ApiError';
import type { Call } from './generated/Call';
import type { Commands } from './generated/commands';
import type { Reply } from './generated/Reply';
import type { Topic } from './generated/Topic';

export type CommandName = keyof Commands;
export type Request<K extends CommandName> = Commands[K]['request'];
export type Response<K extends CommandName> = Commands[K]['response'];

export interface CallOptions {
	/** UUIDv7 that every write carries, and carries again when the same action is tried again. */
	commandId?: string;
}

/** The command table, wherever it runs. Screens know this interface and nothing behind it. */
export interface Api {
	call<K extends CommandName>(
		name: K,
		request: Request<K>,
		options?: CallOptions
	): Promise<Response<K>>;
	/** Tells which topics another workstation (or this one) changed. Returns the way to stop. */
	onStale(callback: (topics: Topic[]) => void): () => void;
}

export type { ApiError, Call, Reply, Topic };

/** A refused call. `error` holds codes; `errorText` turns them into a sentence. */
export class CallError extends Error {
	constructor(readonly error: ApiError) {
		super(error.code);
		this.name = 'CallError';
	}
}

/** The error of a call that never reached the store. */
export function unreachable(): CallError {
	return new CallError({ code: 'store_unavailable', params: {}, fields: [], ref: '' });
}

/** Any thrown value as an `ApiError`; a fault of the screens themselves is `internal`. */
export function toApiError(thrown: unknown): ApiError {
	if (thrown instanceof CallError) return thrown.error;
	return { code: 'internal', params: {}, fields: [], ref: '' };
}

export function open<K extends CommandName>(reply: Reply): Response<K> {
	if ('error' in reply) throw new CallError(reply.error);
	return reply.ok as Response<K>;
}
