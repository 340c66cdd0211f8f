import { read } from '$lib/api/queries.svelte';
import type { Range } from './calendar.svelte';
import { daysOf } from './time';

/** The calendar of a span of days. One day's change makes only what shows that day read again. */
export function readCalendar(location: () => string, range: () => Range, countsOnly: () => boolean) {
	return read(
		'scheduling.calendar',
		() => ({ location_id: location(), from: range().from, to: range().to, counts_only: countsOnly() }),
		() => ({
			topics: [...daysOf(range().from, range().to).map((day) => `appointments:${location()}:${day}`), 'schedules', 'directory'],
			keepPrevious: true
		})
	);
}
