import type { HitField } from '$lib/api/generated/HitField';
import type { MatchedPart } from '$lib/api/generated/MatchedPart';

export interface Piece {
	text: string;
	marked: boolean;
}

/** Found as a whole, and written otherwise than it is stored. */
const WHOLE: readonly HitField[] = ['date_of_birth', 'chart_number'];

/** A field in pieces, so that what the typed text matched can be drawn stronger. */
export function pieces(text: string, field: HitField, matched: readonly MatchedPart[]): Piece[] {
	if (WHOLE.includes(field)) return [{ text, marked: matched.some((part) => part.field === field) }];
	const marks = matched.filter((part) => part.field === field).map(({ mark }) => mark).toSorted((a, b) => a.start - b.start);
	const cut: Piece[] = [];
	let at = 0;
	for (const { start, end } of marks) {
		if (start < at) continue;
		cut.push({ text: text.slice(at, start), marked: false }, { text: text.slice(start, end), marked: true });
		at = end;
	}
	return [...cut, { text: text.slice(at), marked: false }].filter((piece) => piece.text !== '');
}
