import { read } from '$lib/api/queries.svelte';

/** Who waits at the location, with the first time of the day that would suit each. */
export function readWaitlist(location: () => string, day: () => string) {
	return read(
		'waitlist.list',
		() => ({ location_id: location(), day: day() }),
		() => ({ topics: [`waitlist:${location()}`, `appointments:${location()}:${day()}`], enabled: location() !== '', keepPrevious: true })
	);
}
