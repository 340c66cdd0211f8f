import { read } from '$lib/api/queries.svelte';

/** Locations, doctors and rooms to pick from. */
export const overview = () => read('directory.overview', () => null, () => ({ topics: ['directory'] }));

/** A doctor's week and exceptions, from today on. */
export const schedulesOf = (doctorId: () => string | null) =>
	read(
		'schedules.of_doctor',
		() => ({ doctor_id: doctorId() ?? '', past: false }),
		() => ({ topics: ['schedules'], enabled: doctorId() !== null })
	);
