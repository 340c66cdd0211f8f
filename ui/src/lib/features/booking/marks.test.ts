import { expect, test } from 'vitest';
import { pieces } from './marks';

const part = (start: number, end: number) => ({ field: 'last_name' as const, mark: { start, end } });

test('what was matched is marked, the rest stays', () => {
	expect(pieces('Trần', 'last_name', [part(0, 2)])).toEqual([{ text: 'Tr', marked: true }, { text: 'ần', marked: false }]);
});

test('marks of other fields and overlapping ones do not tear the name', () => {
	const matched = [part(1, 3), part(2, 4), { field: 'phone' as const, mark: { start: 0, end: 1 } }];
	expect(pieces('Okafor', 'last_name', matched).map(({ text }) => text).join('')).toBe('Okafor');
});

test('a date of birth is marked as a whole, however it is written', () => {
	const found = [{ field: 'date_of_birth' as const, mark: { start: 0, end: 10 } }];
	expect(pieces('14 Feb 1984', 'date_of_birth', found)).toEqual([{ text: '14 Feb 1984', marked: true }]);
});

test('without marks the name is one piece', () => {
	expect(pieces('Dahl', 'last_name', [])).toEqual([{ text: 'Dahl', marked: false }]);
});
