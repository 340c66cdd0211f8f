import { expect, test } from 'vitest';
import { spark, type Reading } from './spark';

const reading = (value: number, low: number | null = 60, high: number | null = 100): Reading => ({
	value, reference_low: low, reference_high: high, flag: 'normal'
});

test('points run from left to right and stay inside the box', () => {
	const drawn = spark([72, 140, 55, 90].map((value) => reading(value)), 104, 32)!;
	const points = drawn.line.split(' ').map((point) => point.split(',').map(Number));
	expect(points.map(([x]) => x)).toEqual([4, 36, 68, 100]);
	expect(points.every(([, y]) => y! >= 0 && y! <= 32)).toBe(true);
	expect(points[1]![1]).toBeLessThan(points[2]![1]!);
	expect(drawn.last).toEqual({ x: 100, y: points[3]![1] });
});

test('a figure above its range lies above the band', () => {
	const drawn = spark([reading(72), reading(120)], 104, 32)!;
	expect(drawn.last.y).toBeLessThan(drawn.band!.y);
	const inside = spark([reading(72)], 104, 32)!;
	expect(inside.last.y).toBeGreaterThan(inside.band!.y);
	expect(inside.last.y).toBeLessThan(inside.band!.y + inside.band!.height);
});

test('an open range reaches the edge, and none has no band', () => {
	expect(spark([reading(97, 96, null)], 104, 32)!.band!.y).toBe(0);
	expect(spark([reading(71, null, null)], 104, 32)!.band).toBeNull();
	expect(spark([], 104, 32)).toBeNull();
});

test('a steady weight is drawn flat', () => {
	const ys = spark([71.4, 71.5, 71.4].map((value) => reading(value, null, null)), 104, 32)!.line.split(' ').map((p) => Number(p.split(',')[1]));
	expect(Math.max(...ys) - Math.min(...ys)).toBeLessThan(2);
});
