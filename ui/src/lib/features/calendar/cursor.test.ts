import { expect, test } from 'vitest';
import { move, stops, visitUnder } from './cursor';
import type { Held, Room } from './fits';

const bounds = { start: 480, end: 600 };
const visit = (id: string, start: number, end: number): Held => ({ id, start, end, patientId: id, holds: true });
const columns: Room[] = [
	{ id: 'a', open: [bounds], visits: [visit('long', 495, 540)] },
	{ id: 'b', open: [bounds], visits: [visit('odd', 500, 520)] }
];

test('a visit is one stop, free time is stepped through', () => {
	expect(stops(columns[0]!.visits, bounds, 15)).toEqual([480, 495, 540, 555, 570, 585]);
	expect(stops(columns[1]!.visits, bounds, 15)).toEqual([480, 495, 500, 520, 525, 540, 555, 570, 585]);
});

test('up and down stay inside the day', () => {
	expect(move({ column: 0, minute: 495 }, 'down', columns, bounds, 15).minute).toBe(540);
	expect(move({ column: 0, minute: 480 }, 'up', columns, bounds, 15).minute).toBe(480);
	expect(move({ column: 0, minute: 585 }, 'down', columns, bounds, 15).minute).toBe(585);
});

test('left and right keep the time and settle on a visit’s start', () => {
	expect(move({ column: 0, minute: 510 }, 'right', columns, bounds, 15)).toEqual({ column: 1, minute: 500 });
	expect(move({ column: 1, minute: 555 }, 'right', columns, bounds, 15)).toEqual({ column: 1, minute: 555 });
	expect(move({ column: 1, minute: 570 }, 'left', columns, bounds, 15)).toEqual({ column: 0, minute: 570 });
});

test('of two side by side the one that starts later is meant', () => {
	const side = [{ ...columns[0]!, visits: [visit('first', 495, 540), visit('second', 510, 525)] }];
	expect(visitUnder({ column: 0, minute: 515 }, side)?.id).toBe('second');
	expect(visitUnder({ column: 0, minute: 530 }, side)?.id).toBe('first');
	expect(visitUnder({ column: 0, minute: 545 }, side)).toBeUndefined();
});
