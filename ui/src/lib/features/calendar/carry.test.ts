import { flushSync } from 'svelte';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { Carry, type Carried, type CoreVerdict } from './carry.svelte';
import type { GridColumn, GridVisit } from './model';

const bounds = { start: 480, end: 1020 };

function visit(id: string, start: number, end: number): GridVisit {
	return {
		id, start, end, patientId: `p-${id}`, holds: true, name: id, service: '', doctor: '', doctorId: 'okafor', status: 'confirmed',
		overbooked: false, repeats: false, minutes: end - start, version: 1
	};
}

function column(id: string, visits: GridVisit[]): GridColumn {
	return {
		id, visits, open: [{ start: 540, end: 1020 }], title: id, detail: '', short: id, day: '2026-11-24',
		doctorId: id, roomId: null, closed: []
	};
}

const brennan = visit('brennan', 690, 720);
const mensah = visit('mensah', 690, 720);
const columns = [column('okafor', [brennan]), column('ferreira', [mensah])];
let placed: { carried: Carried; reason: string | null }[];
let answer: CoreVerdict;
let carry: Carry;
const check = vi.fn(async () => answer);

beforeEach(() => {
	placed = [];
	answer = null;
	check.mockClear();
	carry = new Carry({
		columns: () => columns, bounds: () => bounds, now: () => 642, check,
		place: async (carried, reason) => Boolean(placed.push({ carried, reason }))
	});
	carry.lift(brennan, columns[0]!, 'move', 'keys');
});

describe('carrying', () => {
	test('put down where it came from, nothing is asked and nothing changes', async () => {
		await carry.drop();
		expect(placed).toEqual([]);
		expect(carry.held).toBeNull();
	});

	test('a free place is taken', async () => {
		carry.shift(30, 0);
		expect(carry.verdict).toEqual({ kind: 'fits' });
		await carry.drop();
		expect(placed[0]).toMatchObject({ carried: { span: { start: 720, end: 750 } }, reason: null });
	});

	test('over someone else it stays in the hand, with the next place that fits', async () => {
		carry.moveTo(columns[1]!, 676);
		expect(carry.verdict).toMatchObject({ kind: 'taken', by: { id: 'mensah' }, minutes: 15, next: 720 });
		await carry.drop();
		expect(placed).toEqual([]);
		expect(carry.next).toEqual({ start: 720, end: 750 });
		await carry.dropAtNext();
		expect(placed[0]!.carried).toMatchObject({ column: { id: 'ferreira' }, span: { start: 720, end: 750 } });
	});

	test('an overbooking carries its reason', async () => {
		carry.moveTo(columns[1]!, 690);
		await carry.overbook('emergency');
		expect(placed[0]).toMatchObject({ reason: 'emergency', carried: { span: { start: 690, end: 720 } } });
	});

	test('put back, it is as if it had not been lifted', () => {
		carry.shift(60, 1);
		carry.putBack();
		expect(carry.held).toBeNull();
		expect(carry.verdict).toBeNull();
	});

	test('lengths stay within what can be booked', () => {
		carry.endAt(600);
		expect(carry.held!.span).toEqual({ start: 690, end: 695 });
		carry.endAt(748);
		expect(carry.held!.span).toEqual({ start: 690, end: 750 });
	});
});

test('what only the core knows is shown too, for the place it was asked about', async () => {
	answer = { title: 'Room 2 is taken', detail: '', next: 780 };
	carry.shift(30, 0);
	await vi.waitFor(() => expect(carry.verdict?.kind).toBe('core'));
	flushSync();
	expect(carry.next).toEqual({ start: 780, end: 810 });
	carry.shift(30, 0);
	expect(carry.verdict).toEqual({ kind: 'fits' });
});
