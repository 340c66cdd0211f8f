import { read } from '$lib/api/queries.svelte';

/** What was prescribed to a patient: what is taken first. */
export function readPrescriptions(patient: () => string) {
	return read(
		'prescribing.list',
		() => ({ patient_id: patient() }),
		() => ({ topics: [`patient:${patient()}`] })
	);
}

/** Which lists are in force, and how old they are. */
export const readLists = () => read('prescribing.lists', () => null, () => ({ topics: ['settings'] }));
