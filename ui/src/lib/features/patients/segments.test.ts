import { expect, test } from 'vitest';
import { segments } from './segments';

test('marked letters stand apart and nothing is lost', () => {
	const cut = segments('Kovács', [{ start: 3, end: 4 }]);
	expect(cut).toEqual([
		{ text: 'Kov', marked: false },
		{ text: 'á', marked: true },
		{ text: 'cs', marked: false }
	]);
});

test('marks in any order, and marks that overlap', () => {
	const cut = segments('abcdef', [{ start: 4, end: 6 }, { start: 0, end: 2 }, { start: 1, end: 3 }]);
	expect(cut.map(({ text }) => text).join('')).toBe('abcdef');
	expect(cut.filter(({ marked }) => marked).map(({ text }) => text)).toEqual(['ab', 'ef']);
});
