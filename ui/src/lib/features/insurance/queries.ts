import { read } from '$lib/api/queries.svelte';

export const readInsurers = () => read('insurance.insurers', () => ({}), () => ({ topics: ['insurers'] }));

/** A patient's policies, and whether each covers on a day; nothing = today. */
export const readPolicies = (patient: () => string, on: () => string | null = () => null, enabled: () => boolean = () => true) =>
	read('insurance.policies', () => ({ patient_id: patient(), on: on() }), () => ({ topics: [`patient:${patient()}`, 'insurers'], enabled: enabled() }));
