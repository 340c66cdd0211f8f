import { read } from '$lib/api/queries.svelte';
import type { TimelineKind } from '$lib/api/generated/TimelineKind';

/** Who answers to the typed text; the last answer stays on screen while one types on. */
export const searchPatients = (text: () => string, location: () => string | null) =>
	read(
		'patients.search',
		() => ({ text: text(), limit: 20, location_id: location() }),
		() => ({ topics: [], enabled: text().trim().length > 0, keepPrevious: true })
	);

/** The whole record. Each opening is recorded; what changes while it is open is read without another record. */
export const openPatient = (id: () => string) =>
	read('patients.open', () => ({ id: id() }), () => ({ topics: [`patient:${id()}`], again: 'patients.read' }));

/** Who a chosen chart is of: for naming it, not for opening it. */
export const readName = (id: () => string | null) =>
	read('patients.name', () => ({ id: id() ?? '' }), () => ({ topics: [`patient:${id()}`], enabled: id() !== null }));

export const readTimeline = (id: () => string, limit: () => number, only: () => TimelineKind | null) =>
	read(
		'patients.timeline',
		() => ({ patient_id: id(), before: null, limit: limit(), only: only() }),
		() => ({ topics: [`patient:${id()}`], keepPrevious: true })
	);

/** The picture as an address for an image, when there is one. */
export const readPicture = (id: () => string, file: () => string | null) =>
	read('patients.avatar', () => ({ id: id() }), () => ({ topics: [`patient:${id()}`], enabled: file() !== null }));

export const previewMerge = (survivor: () => string, merged: () => string) =>
	read(
		'patients.merge_preview',
		() => ({ survivor_id: survivor(), merged_id: merged() }),
		() => ({ topics: [`patient:${survivor()}`, `patient:${merged()}`], enabled: survivor() !== '' && merged() !== '' })
	);

export const readDoctors = () => read('directory.overview', () => null, () => ({ topics: ['directory'] }));
