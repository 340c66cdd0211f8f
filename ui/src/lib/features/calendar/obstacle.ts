import { m } from '$lib/paraglide/messages';
import type { Carried, Carry } from './carry.svelte';
import { clock } from '$lib/i18n/clock';

type Obstacle = Exclude<Carry['verdict'], null | { kind: 'fits' }>;

/** What keeps the hand from putting it down here, in one line and its reason. */
export function obstacle(verdict: Obstacle, { column, span }: Carried): { title: string; detail: string } {
	const time = clock(span.start);
	if (verdict.kind === 'core') return { title: verdict.title, detail: verdict.detail };
	if (verdict.kind === 'closed') return { title: m.calendar_is_closed({ doctor: column.short, time }), detail: reasonAt(column, span.start) };
	if (verdict.kind === 'past') return { title: m.calendar_is_past({ time }), detail: '' };
	const { by } = verdict;
	const from = clock(by.start);
	const to = clock(by.end);
	if (verdict.kind === 'patient') {
		return { title: m.calendar_patient_elsewhere({ name: by.name }), detail: m.calendar_with_doctor({ doctor: by.doctor, from, to }) };
	}
	return {
		title: m.calendar_is_taken({ doctor: column.short, time }),
		detail: m.calendar_overlaps({ name: by.name, from, to, count: verdict.minutes })
	};
}

function reasonAt(column: Carried['column'], minute: number): string {
	return column.closed.find((span) => span.start <= minute && minute < span.end)?.reason ?? '';
}
