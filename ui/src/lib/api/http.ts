import type { TokenStore } from './session';
import { open, unreachable, type Api, type Call, type Reply, type Topic } from './types';

interface StaleAnswer {
	next: number;
	topics: Topic[];
}

const PAUSE_AFTER_FAILURE_MS = 2000;

/** The command table over loopback HTTP (`curanda serve`): the browser tests and development. */
export function httpApi(tokens: TokenStore, base = ''): Api {
	return {
		async call(command, request, options) {
			const call: Call = {
				command,
				request,
				session: tokens.get(),
				command_id: options?.commandId ?? null
			};
			return open<typeof command>(await post(`${base}/rpc`, call));
		},
		onStale(callback) {
			const stop = new AbortController();
			void follow(`${base}/stale`, callback, stop.signal);
			return () => stop.abort();
		}
	};
}

async function post(url: string, call: Call): Promise<Reply> {
	try {
		const answer = await fetch(url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(call)
		});
		return (await answer.json()) as Reply;
	} catch {
		throw unreachable();
	}
}

/** Long poll: each answer names the place in the feed from which the next one continues. */
async function follow(url: string, callback: (topics: Topic[]) => void, signal: AbortSignal) {
	let since = 0;
	while (!signal.aborted) {
		try {
			const answer = await fetch(`${url}?since=${since}`, { signal });
			const { next, topics } = (await answer.json()) as StaleAnswer;
			since = next;
			if (topics.length > 0) callback(topics);
		} catch {
			if (!signal.aborted) await new Promise((done) => setTimeout(done, PAUSE_AFTER_FAILURE_MS));
		}
	}
}
