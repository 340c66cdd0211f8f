import { describe, expect, test } from 'vitest';
import { boundsOf, closedParts, hoursOf, inside, minuteAt, shared, snap } from './geometry';
import { lanes } from './lanes';

describe('places', () => {
	test('a point is a minute, 80 pixels an hour', () => {
		expect(minuteAt(0, 480)).toBe(480);
		expect(minuteAt(120, 480)).toBe(570);
	});

	test('times snap to ticks, or to a step of the column', () => {
		expect(snap(572)).toBe(570);
		expect(snap(573)).toBe(575);
		expect(snap(572, 15)).toBe(570);
	});

	test('what touches does not overlap', () => {
		expect(shared({ start: 600, end: 630 }, { start: 630, end: 660 })).toBe(0);
		expect(shared({ start: 600, end: 640 }, { start: 630, end: 660 })).toBe(10);
	});

	test('a span is kept inside and keeps its length', () => {
		const bounds = { start: 480, end: 1020 };
		expect(inside({ start: 470, end: 500 }, bounds)).toEqual({ start: 480, end: 510 });
		expect(inside({ start: 1010, end: 1040 }, bounds)).toEqual({ start: 990, end: 1020 });
	});

	test('the axis shows whole hours around everything', () => {
		expect(boundsOf([{ start: 435, end: 500 }, { start: 900, end: 1110 }])).toEqual({ start: 420, end: 1140 });
		expect(boundsOf([])).toEqual({ start: 480, end: 1020 });
		expect(hoursOf({ start: 480, end: 660 })).toEqual([480, 540, 600]);
	});

	test('closed is what is left of the day', () => {
		const open = [{ start: 810, end: 1020 }, { start: 510, end: 750 }];
		expect(closedParts(open, { start: 480, end: 1080 })).toEqual([
			{ start: 480, end: 510 }, { start: 750, end: 810 }, { start: 1020, end: 1080 }
		]);
		expect(closedParts([], { start: 480, end: 540 })).toEqual([{ start: 480, end: 540 }]);
	});
});

describe('lanes', () => {
	const span = (start: number, end: number) => ({ start, end });

	test('a column splits only where two hold the same time', () => {
		const [a, b, c] = [span(600, 630), span(615, 630), span(630, 645)];
		const placed = lanes([c, b, a]);
		expect([a, b, c].map((item) => placed.get(item))).toEqual([
			{ lane: 0, of: 2 }, { lane: 1, of: 2 }, { lane: 0, of: 1 }
		]);
	});

	test('a lane is used again when it is free', () => {
		const items = [span(600, 700), span(600, 620), span(620, 640), span(630, 650)];
		expect(items.map((item) => lanes(items).get(item))).toEqual([
			{ lane: 0, of: 3 }, { lane: 1, of: 3 }, { lane: 1, of: 3 }, { lane: 2, of: 3 }
		]);
	});

	test('no two in a lane overlap, whatever the day', () => {
		let seed = 7;
		const next = (below: number) => (seed = (seed * 16807) % 2147483647) % below;
		const items = Array.from({ length: 60 }, () => {
			const start = 480 + next(100) * 5;
			return span(start, start + 5 + next(12) * 5);
		});
		const placed = lanes(items);
		const clashes = items.flatMap((a, i) => items.slice(i + 1).map((b) => [a, b] as const)).filter(
			([a, b]) => placed.get(a)!.lane === placed.get(b)!.lane && shared(a, b) > 0
		);
		expect(clashes).toEqual([]);
	});
});
