import type { Chart } from '$lib/api/generated/Chart';
import type { ChartCursor } from '$lib/api/generated/ChartCursor';
import type { ChartFilter } from '$lib/api/generated/ChartFilter';
import { read } from '$lib/api/queries.svelte';

/** The doctor's day; who waits is counted anew with the clock of the screen. */
export const readMyDay = (location: () => string | null, day: () => string) =>
	read('chart.my_day', () => ({ location_id: location(), day: day() }), () => ({ topics: ['appointments', 'patient'] }));

/** The chart after it was opened: opening is recorded once, reading again is not. */
export const readChart = (patient: () => string, location: () => string | null, first: Chart) =>
	read(
		'chart.read',
		() => ({ patient_id: patient(), location_id: location() }),
		() => ({ topics: [`patient:${patient()}`], initial: first })
	);

/** One page of the timeline. */
export const readTimeline = (patient: () => string, only: () => ChartFilter[], after: () => ChartCursor | null, limit: () => number) =>
	read(
		'chart.timeline',
		() => ({ patient_id: patient(), only: only(), after: after(), limit: limit() }),
		() => ({ topics: [`patient:${patient()}`], keepPrevious: true })
	);

export const readSeries = (patient: () => string, code: () => string) =>
	read(
		'chart.series',
		() => ({ patient_id: patient(), code: code(), limit: 500 }),
		() => ({ topics: [`patient:${patient()}`] })
	);

/** What a child's figures are plotted over. */
export const readGrowth = (patient: () => string) =>
	read('chart.growth', () => ({ patient_id: patient() }), () => ({ topics: [`patient:${patient()}`] }));

/** What was measured, for a choice of plots. */
export const readMeasured = (patient: () => string) =>
	read('chart.measured', () => ({ patient_id: patient() }), () => ({ topics: [`patient:${patient()}`] }));

export const readVersions = (patient: () => string, document: () => string) =>
	read(
		'chart.versions',
		() => ({ patient_id: patient(), document_id: document() }),
		() => ({ topics: [`patient:${patient()}`] })
	);

/** Codes as one types; the caller's favourites while nothing is typed. */
export const readLockOpenings = () => read('chart.lock_openings', () => null, () => ({ topics: ['chart_reviews'] }));
