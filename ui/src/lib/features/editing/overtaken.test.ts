import { expect, test } from 'vitest';
import { Overtaken } from './overtaken.svelte';

interface Row {
	version: number;
	name: string;
	note: string;
	active: boolean;
}
const draftOf = ({ name, note, active }: Row) => ({ name, note, active });
const base: Row = { version: 1, name: 'A', note: '', active: true };

test('what only one of the two changed keeps that change, and for the rest one chooses', () => {
	const overtaken = new Overtaken(draftOf);
	const draft = { name: 'B', note: 'mine', active: true };
	overtaken.note({ version: 2, name: 'C', note: '', active: false }, base, draft);
	expect(overtaken.rows(draft).map(({ field }) => field)).toEqual(['name', 'note', 'active']);
	expect(overtaken.mine).toEqual({ name: false, note: true, active: false });
	expect(overtaken.chosen(draft)).toEqual({ name: 'C', note: 'mine', active: false });
	overtaken.mine.name = true;
	expect(overtaken.chosen(draft)).toEqual({ name: 'B', note: 'mine', active: false });
	// A third person was first this time, and left the name alone.
	overtaken.note({ version: 3, name: 'C', note: 'theirs', active: false }, base, draft);
	expect(overtaken.mine).toEqual({ name: true, note: false, active: false });
});

test('nobody was first: what was typed is saved', () => {
	const overtaken = new Overtaken(draftOf);
	expect([overtaken.rows(draftOf(base)), overtaken.chosen(draftOf(base))]).toEqual([[], draftOf(base)]);
});
