import type { DraftSubject } from '$lib/api/generated/DraftSubject';
import type { Vitals } from '$lib/api/generated/Vitals';
import { read } from '$lib/api/queries.svelte';

/** A patient's signed notes and open drafts. */
export const listNotes = (patient: () => string) =>
	read('notes.list', () => ({ patient_id: patient(), limit: null }), () => ({ topics: [`patient:${patient()}`] }));

/** Where a child's figures lie while they are typed; nothing is kept of those before. */
export const readNoteGrowth = (subject: () => DraftSubject, vitals: () => Vitals, child: () => boolean) =>
	read(
		'notes.growth',
		() => ({ subject: subject(), vital_signs: { ...vitals() } }),
		() => ({ topics: [`patient:${subject().patient_id}`], enabled: child() && [vitals().weight, vitals().height, vitals().head_circumference].some((value) => value !== null) })
	);

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
