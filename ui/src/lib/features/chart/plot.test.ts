import { expect, test } from 'vitest';
import { csv, nearest, plot, step, type Point } from './plot';

const frame = { width: 600, height: 200, left: 40, right: 10, top: 10, bottom: 20 };
const day = (n: number) => Date.parse('2026-11-01T00:00:00Z') + n * 86_400_000;
const point = (n: number, value: number, low: number | null = 60, high: number | null = 100): Point => ({
	id: `o${n}`, value, taken_at: new Date(day(n)).toISOString(), reference_low: low, reference_high: high, flag: 'normal', growth: null
});

test('steps are round', () => {
	expect([step(100, 4), step(7, 4), step(0.9, 4), step(30, 4)]).toEqual([50, 2, 0.5, 10]);
});

test('figures lie in the frame, in time, higher ones above', () => {
	const { lines, values } = plot([[point(0, 70), point(5, 120), point(10, 60)]], [day(0), day(10)], frame)!;
	const [first, high, last] = lines[0]!.placed;
	expect([first!.x, high!.x, last!.x]).toEqual([40, 315, 590]);
	expect(high!.y).toBeLessThan(first!.y);
	expect(last!.y).toBeGreaterThan(first!.y);
	expect(values.map(({ value }) => value)).toEqual([60, 80, 100, 120]);
	expect(values[0]!.at).toBe(180);
});

test('a range that changed with age is drawn as it was', () => {
	const { bands } = plot([[point(0, 110, 90, 160), point(4, 100, 60, 100), point(10, 80, 60, 100)]], [day(0), day(10)], frame)!;
	expect(bands.map(({ x, width }) => [x, width])).toEqual([[40, 110], [150, 440]]);
	expect(plot([[point(0, 80, null, null)]], [day(0), day(0)], frame)!.bands).toEqual([]);
	const open = plot([[point(0, 97, 96, null)]], [day(0), day(1)], frame)!.bands[0]!;
	expect(open.y).toBe(frame.top);
});

test('one figure, and none', () => {
	expect(plot([[]], [0, 0], frame)).toBeNull();
	expect(plot([[point(0, 80)]], [day(0), day(0)], frame)!.lines[0]!.placed).toHaveLength(1);
});

test('curves widen the plot, and their names do not lie over one another', () => {
	const curves = [3, 50, 97].map((percentile) => ({ percentile, points: [{ at: day(0), value: 50 + percentile / 10 }, { at: day(10), value: 150 + percentile / 100 }] }));
	const marks = [{ value: day(5), text: '5 d' }];
	const drawn = plot([[point(0, 70), point(5, 90)]], [day(0), day(10)], frame, curves, marks)!;
	expect(drawn.values.map(({ value }) => value)).toEqual([40, 60, 80, 100, 120, 140, 160]);
	expect(drawn.times).toEqual([{ value: day(5), text: '5 d', at: 315 }]);
	const [low, middle, high] = drawn.curves;
	expect(low!.path.split(' ')).toHaveLength(2);
	expect([low!.end.y - middle!.end.y, middle!.end.y - high!.end.y].every((gap) => gap >= 11)).toBe(true);
	expect(high!.end.x).toBe(590);
});

test('the nearest figure is found', () => {
	const { placed } = plot([[point(0, 70), point(5, 120), point(10, 60)]], [day(0), day(10)], frame)!.lines[0]!;
	expect([nearest(placed, 0), nearest(placed, 200), nearest(placed, 9999)]).toEqual([0, 1, 2]);
});

test('a spreadsheet takes no cell for a formula', () => {
	expect(csv(['a', 'b'], [['=1+1', -5], ['say "hi", she', null]])).toBe('a,b\r\n\'=1+1,-5\r\n"say ""hi"", she",\r\n');
});
