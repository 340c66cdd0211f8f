import { read } from '$lib/api/queries.svelte';

/** The board of a day, read again when anything of that day changes, or from when on a wait is long. */
export function readBoard(location: () => string, day: () => string) {
	return read(
		'scheduling.board',
		() => ({ location_id: location(), day: day() }),
		() => ({ topics: [`appointments:${location()}:${day()}`, 'directory'] })
	);
}

/** One appointment with its history. */
export function readAppointment(id: () => string | null, topics: () => string[]) {
	return read(
		'scheduling.appointment',
		() => ({ id: id() ?? '' }),
		() => ({ topics: topics(), enabled: id() !== null, keepPrevious: true })
	);
}
