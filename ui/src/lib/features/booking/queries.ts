import { read } from '$lib/api/queries.svelte';
import type { OverviewDoctor } from '$lib/api/generated/OverviewDoctor';
import type { Service } from '$lib/api/generated/Service';

/** Doctors, services and the rest that can be picked; read once and kept. */
export function readDirectory() {
	return read('directory.overview', () => null, () => ({ topics: ['directory'] }));
}

/** What is offered at the location. */
export function servicesAt(services: readonly Service[], location: string): Service[] {
	return services.filter(({ prices }) => prices.find(({ location_id }) => location_id === location)?.available ?? true);
}

/** Who takes new appointments at the location. */
export function doctorsAt(doctors: readonly OverviewDoctor[], location: string): OverviewDoctor[] {
	return doctors.filter((doctor) => doctor.available && doctor.workplaces.some(({ location_id }) => location_id === location));
}
