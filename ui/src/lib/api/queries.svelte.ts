import { createQuery, QueryClient, type CreateQueryResult } from '@tanstack/svelte-query';
import { api, connection, isUnavailable } from './index';
import { newCommandId } from './command-id';
import { anyTouches } from './topics';
import { CallError, toApiError, type CommandName, type Request, type Response, type Topic } from './types';

/* How screens read and write. A feature's `queries.ts` names its reads with their topics; a change of a
   topic anywhere makes them read again. Writes carry a command id that a retry carries again. */

const RETRIES_WHEN_AWAY = 2;

export const queryClient = new QueryClient({
	defaultOptions: {
		queries: {
			// The change feed says when something is stale; time alone does not.
			staleTime: Infinity,
			refetchOnWindowFocus: false,
			refetchOnReconnect: false,
			networkMode: 'always',
			retry: (failures, error) => isUnavailable(error) && failures < RETRIES_WHEN_AWAY
		},
		mutations: { networkMode: 'always' }
	}
});

/** The commands whose answer is a `T`. */
type SameAnswer<T> = { [K in CommandName]: Response<K> extends T ? K : never }[CommandName];

export interface ReadOptions<T> {
	/** What makes the answer stale. */
	topics: Topic[];
	/** Reads only when true, such as after two letters were typed. */
	enabled?: boolean;
	/** Keeps the last answer on screen while the next one is on its way. */
	keepPrevious?: boolean;
	/** Asked instead while an answer is on screen: `command` is an act of its own, and what was kept never stands for it. */
	again?: SameAnswer<T>;
	/** Called again after so long even without a change. */
	everyMs?: number;
	initial?: T;
}

/** A read that follows its request and the change feed. Call while a component is created. */
export function read<K extends CommandName>(
	command: K,
	request: () => Request<K>,
	options: () => ReadOptions<Response<K>>
): CreateQueryResult<Response<K>, Error> {
	return createQuery(
		() => {
			const { topics, enabled, keepPrevious, everyMs, initial, again } = options();
			const queryKey = [command, request()] as const;
			return {
				queryKey,
				queryFn: () => api.call(again !== undefined && queryClient.getQueryData(queryKey) !== undefined ? again : command, request() as never),
				gcTime: again === undefined ? undefined : 0,
				meta: { topics },
				enabled: enabled ?? true,
				placeholderData: keepPrevious ? (previous: Response<K> | undefined) => previous : undefined,
				refetchInterval: everyMs ?? false,
				initialData: initial
			} as never;
		},
		() => queryClient
	);
}

/** The error of a read, in the shape that `errorText` takes. */
export function readError(query: { error: unknown }) {
	return query.error === null || query.error === undefined ? null : toApiError(query.error);
}

export function invalidate(topics: readonly Topic[]): void {
	void queryClient.invalidateQueries({
		predicate: ({ meta }) => anyTouches(topics, (meta?.topics as Topic[] | undefined) ?? [])
	});
}

/** Connects the change feed with the reads. Returns the way to stop. */
export function followChanges(): () => void {
	const stopFeed = api.onStale(invalidate);
	const stopReturn = connection.onReturn(() => void queryClient.invalidateQueries());
	return () => (stopFeed(), stopReturn());
}

/** One kind of change that a component makes: whether it is under way, and how the last one failed. */
export class Write<K extends CommandName> {
	busy = $state(false);
	error = $state.raw<ReturnType<typeof toApiError> | null>(null);
	#last: { request: string; commandId: string } | null = null;

	constructor(readonly command: K) {}

	/** Makes the change. The same request after a lost reply carries the same id, so it is done once. */
	async run(request: Request<K>): Promise<Response<K>> {
		const text = JSON.stringify(request);
		const commandId = this.#last?.request === text ? this.#last.commandId : newCommandId();
		this.busy = true;
		this.error = null;
		try {
			const response = await api.call(this.command, request, { commandId });
			this.#last = null;
			return response;
		} catch (thrown) {
			this.error = toApiError(thrown);
			this.#last = mayHaveHappened(thrown) ? { request: text, commandId } : null;
			throw thrown;
		} finally {
			this.busy = false;
		}
	}

	/** The same, for callers that show `error` themselves: `undefined` after a refusal. */
	async attempt(request: Request<K>): Promise<Response<K> | undefined> {
		return this.run(request).catch(() => undefined);
	}
}

/** Refusals settle an action; a silent store or a busy one does not. */
function mayHaveHappened(thrown: unknown): boolean {
	if (!(thrown instanceof CallError)) return true;
	return ['store_unavailable', 'documents_unavailable', 'busy', 'internal'].includes(thrown.error.code);
}
