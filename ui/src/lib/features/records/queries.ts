import { read } from '$lib/api/queries.svelte';

/** A patient's records, newest first. */
export const readRecords = (patient: () => string) =>
	read('records.list', () => ({ patient_id: patient(), kind: null, limit: null }), () => ({ topics: [`patient:${patient()}`] }));

/** A version in full. Reading is recorded, so a change of the chart alone does not read again. */
export const readRecord = (id: () => string, version: () => string | null) =>
	read('records.read', () => ({ id: id(), document_id: version() }), () => ({ topics: [] }));
