import { read } from '$lib/api/queries.svelte';

/** What the caller has to see to until a day, and what was done since the morning. */
export const readDueTasks = (until: () => string) =>
	read('tasks.list', () => ({ patient_id: null, until: until() }), () => ({ topics: ['tasks', 'patient'] }));
