import { read } from '$lib/api/queries.svelte';

const EVERY_MINUTE = 60_000;

/** Every setting of the program with its value here. */
export function readSettings() {
	return read('settings.get', () => ({ workstation_id: null }), () => ({ topics: ['settings'] }));
}

/** The location one works at, with all that can be changed of it. */
export function readLocation(id: () => string) {
	return read('directory.location', () => ({ id: id() }), () => ({ topics: ['directory'] }));
}

/** Who is signed in: oneself, or everyone. Signing in is told to nobody, so it is asked again. */
export function readSessions(everyone: () => boolean) {
	return read('identity.sessions', () => ({ everyone: everyone() }), () => ({ topics: ['users'], everyMs: EVERY_MINUTE, keepPrevious: true }));
}
