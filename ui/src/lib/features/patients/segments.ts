import type { Mark } from '$lib/api/generated/Mark';

export interface Segment {
	text: string;
	marked: boolean;
}

/** A text cut at its marks. Marks count UTF-16 units, as the core gives them. */
export function segments(text: string, marks: readonly Mark[]): Segment[] {
	const cut: Segment[] = [];
	let at = 0;
	for (const { start, end } of marks.toSorted((a, b) => a.start - b.start)) {
		if (start < at) continue;
		cut.push({ text: text.slice(at, start), marked: false }, { text: text.slice(start, end), marked: true });
		at = end;
	}
	cut.push({ text: text.slice(at), marked: false });
	return cut.filter((segment) => segment.text !== '');
}
