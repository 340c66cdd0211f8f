import { describe, expect, test } from 'vitest';
import { judge, type Held, type Room } from './fits';

const visit = (id: string, start: number, end: number, patientId = id, holds = true): Held => ({ id, start, end, patientId, holds });
const column = (visits: Held[], id = 'dr-a'): Room => ({ id, open: [{ start: 540, end: 780 }, { start: 840, end: 1020 }], visits });
const moving = { id: 'm', patientId: 'pm' };

describe('what is known before the drop', () => {
	test('a free time inside opening hours fits', () => {
		expect(judge(column([]), { start: 600, end: 630 }, moving)).toEqual({ kind: 'fits' });
	});

	test('names who is in the way, by how much, and the next that fits', () => {
		const mensah = visit('k', 690, 720);
		const verdict = judge(column([visit('i', 660, 675), mensah]), { start: 675, end: 705 }, moving);
		expect(verdict).toEqual({ kind: 'taken', by: mensah, minutes: 15, next: 720 });
	});

	test('its own place does not hinder it', () => {
		expect(judge(column([visit('m', 600, 630, 'pm')]), { start: 615, end: 645 }, moving).kind).toBe('fits');
	});

	test('cancelled and no-show hold no time', () => {
		expect(judge(column([visit('c', 600, 630, 'c', false)]), { start: 600, end: 630 }, moving).kind).toBe('fits');
	});

	test('closed time is refused, even in part, and the next opening named', () => {
		expect(judge(column([]), { start: 765, end: 795 }, moving)).toEqual({ kind: 'closed', next: 840 });
		expect(judge(column([]), { start: 1005, end: 1035 }, moving)).toEqual({ kind: 'closed', next: null });
	});

	test('a patient cannot be in two places', () => {
		const other = column([visit('x', 600, 630, 'pm')], 'dr-b');
		expect(judge(column([]), { start: 615, end: 645 }, moving, [other])).toMatchObject({ kind: 'patient', next: 630 });
	});

	test('the past is refused and now is the first that fits', () => {
		expect(judge(column([]), { start: 600, end: 615 }, moving, [], 612)).toEqual({ kind: 'past', next: 615 });
	});
});
