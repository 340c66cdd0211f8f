import type { DraftSubject } from '$lib/api/generated/DraftSubject';
import type { NoteBody } from '$lib/api/generated/NoteBody';
import type { Vitals } from '$lib/api/generated/Vitals';

/* A note's content on the screen: its fields by path, and what was typed while an answer was on its way. */

/** The text fields, as the core names them. */
export const TEXTS = [
	'subjective.chief_complaint', 'subjective.history_of_present_illness', 'subjective.review_of_systems', 'objective.physical_exam',
	'assessment.text', 'plan.recommendations', 'text'
] as const;
export type TextPath = (typeof TEXTS)[number];

/** The figures, as the core names them. */
export const FIGURES = [
	'bp_systolic', 'bp_diastolic', 'heart_rate', 'temperature', 'respiratory_rate', 'oxygen_saturation', 'weight', 'height',
	'head_circumference'
] as const satisfies readonly (keyof Vitals)[];
export type Figure = (typeof FIGURES)[number];

export function emptyBody(): NoteBody {
	return {
		kind: 'soap',
		subjective: { chief_complaint: '', history_of_present_illness: '', review_of_systems: '' },
		objective: {
			vital_signs: {
				bp_systolic: null, bp_diastolic: null, heart_rate: null, temperature: null, respiratory_rate: null, oxygen_saturation: null,
				weight: null, height: null, head_circumference: null
			},
			physical_exam: ''
		},
		assessment: { diagnoses: [], differential: [], text: '' },
		plan: { recommendations: '', referrals: [], follow_up_required: false, follow_up_days: null },
		text: '', tags: [], privacy: 'standard', attachments: [], passages: []
	};
}

export const copyOf = (body: NoteBody): NoteBody => JSON.parse(JSON.stringify(body)) as NoteBody;
export const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Whether nobody wrote anything yet. */
export const isUntouched = (body: NoteBody): boolean => same({ ...body, kind: 'soap' }, emptyBody());

export function textAt(body: NoteBody, path: TextPath): string {
	if (path === 'text') return body.text;
	const [part, field] = path.split('.') as [keyof NoteBody, string];
	return (body[part] as unknown as Record<string, string>)[field] ?? '';
}

export function setText(body: NoteBody, path: TextPath, value: string): void {
	if (path === 'text') {
		body.text = value;
		return;
	}
	const [part, field] = path.split('.') as [keyof NoteBody, string];
	(body[part] as unknown as Record<string, string>)[field] = value;
}

/** One open draft a person for each of these, as the core has it. */
export function subjectKey(subject: DraftSubject): string {
	if (subject.amends !== null) return `amend:${subject.amends}`;
	return subject.appointment_id !== null ? `appointment:${subject.appointment_id}` : `patient:${subject.patient_id}`;
}

/** What the server merged, with what was typed here since `sent` put in its place. The merge keeps every sent text whole. */
export function carry(merged: NoteBody, sent: NoteBody, typed: NoteBody): NoteBody {
	const body = copyOf(merged);
	for (const path of TEXTS) {
		const [was, now] = [textAt(sent, path), textAt(typed, path)];
		if (was === now) continue;
		const whole = textAt(merged, path);
		const at = whole.lastIndexOf(was);
		setText(body, path, at < 0 ? `${whole}\n\n${now}` : whole.slice(0, at) + now + whole.slice(at + was.length));
	}
	for (const figure of FIGURES) {
		const now = typed.objective.vital_signs[figure];
		if (now !== sent.objective.vital_signs[figure]) body.objective.vital_signs[figure] = now;
	}
	if (!same(typed.assessment.diagnoses, sent.assessment.diagnoses)) body.assessment.diagnoses = typed.assessment.diagnoses;
	if (!same(typed.assessment.differential, sent.assessment.differential)) body.assessment.differential = typed.assessment.differential;
	if (!same(typed.plan.referrals, sent.plan.referrals)) body.plan.referrals = typed.plan.referrals;
	if (typed.plan.follow_up_days !== sent.plan.follow_up_days) body.plan.follow_up_days = typed.plan.follow_up_days;
	if (!same(typed.tags, sent.tags)) body.tags = typed.tags;
	if (!same(typed.attachments, sent.attachments)) body.attachments = typed.attachments;
	if (typed.privacy !== sent.privacy) body.privacy = typed.privacy;
	return body;
}

/** A template over what is there already: its texts are added, nothing is replaced. */
export function withTemplate(body: NoteBody, template: NoteBody): NoteBody {
	const next = copyOf(body);
	for (const path of TEXTS) {
		const added = textAt(template, path);
		const before = textAt(next, path);
		if (added !== '' && !before.includes(added)) setText(next, path, before === '' ? added : `${before}\n${added}`);
	}
	const united = <T>(one: T[], other: T[]): T[] => [...one, ...other.filter((entry) => !one.some((own) => same(own, entry)))];
	next.assessment.diagnoses = united(next.assessment.diagnoses, template.assessment.diagnoses);
	next.assessment.differential = united(next.assessment.differential, template.assessment.differential);
	next.plan.referrals = united(next.plan.referrals, template.plan.referrals);
	next.plan.follow_up_days ??= template.plan.follow_up_days;
	next.tags = united(next.tags, template.tags);
	next.passages = united(next.passages, template.passages);
	if (isUntouched(body)) next.kind = template.kind;
	return next;
}

/** The slash and what was typed after it, before the cursor; null when no phrase is being typed. */
export function phraseBefore(text: string, cursor: number): { start: number; typed: string } | null {
	const found = /(?:^|\s)\/([^\s/]*)$/.exec(text.slice(0, cursor));
	return found === null ? null : { start: cursor - found[1]!.length - 1, typed: found[1]! };
}
