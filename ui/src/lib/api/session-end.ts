import { CallError, type Api } from './types';

const listeners = new Set<() => void>();

/** Calls back when any call is told that the session is over. Returns the way to stop. */
export function onSessionEnd(callback: () => void): () => void {
	listeners.add(callback);
	return () => listeners.delete(callback);
}

export function endsSession(thrown: unknown): boolean {
	return thrown instanceof CallError && ['session_ended', 'not_signed_in'].includes(thrown.error.code);
}

/** The same Api, which tells when the session is over. */
export function watchSession(api: Api): Api {
	const call: Api['call'] = async (name, request, options) => {
		try {
			return await api.call(name, request, options);
		} catch (thrown) {
			if (endsSession(thrown)) for (const callback of listeners) callback();
			throw thrown;
		}
	};
	return { call, onStale: (callback) => api.onStale(callback) };
}
