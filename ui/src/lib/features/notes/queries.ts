import { read } from '$lib/api/queries.svelte';

/** A patient's signed notes and open drafts. */
export const listNotes = (patient: () => string) =>
	read('notes.list', () => ({ patient_id: patient(), limit: null }), () => ({ topics: [`patient:${patient()}`] }));

/** One version of a note, or the one that is shown. Each reading is recorded. */
export const readNote = (id: () => string, version: () => string | null) =>
	read('notes.read', () => ({ id: id(), document_id: version() }), () => ({ topics: [`patient`], enabled: id() !== '', keepPrevious: true }));

export const compareVersions = (id: () => string, left: () => string, right: () => string) =>
	read(
		'notes.compare',
		() => ({ id: id(), left: left(), right: right() }),
		() => ({ topics: [], enabled: left() !== '' && right() !== '' && left() !== right(), keepPrevious: true })
	);

/** One's own templates and phrases and the shared ones, as they are kept. */
export const readTemplates = () => read('notes.templates', () => ({ patient_id: null }), () => ({ topics: [] }));
