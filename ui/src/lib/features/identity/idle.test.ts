import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchIdle } from './idle';

const MINUTE = 60_000;
let stop = () => {};

beforeEach(() => vi.useFakeTimers());
afterEach(() => (stop(), vi.useRealTimers()));

test('an untouched window goes idle after the time, a touched one later', () => {
	const idle = vi.fn();
	stop = watchIdle(5 * MINUTE, idle);
	vi.advanceTimersByTime(4 * MINUTE);
	window.dispatchEvent(new KeyboardEvent('keydown', { key: 'a' }));
	vi.advanceTimersByTime(4 * MINUTE);
	expect(idle).not.toHaveBeenCalled();
	vi.advanceTimersByTime(MINUTE);
	expect(idle).toHaveBeenCalledTimes(1);
});

test('a computer that slept is idle at the first touch, before anything else happens', () => {
	const idle = vi.fn();
	let now = 0;
	stop = watchIdle(5 * MINUTE, idle, () => now);
	now = 60 * MINUTE;
	window.dispatchEvent(new Event('pointermove'));
	expect(idle).toHaveBeenCalledTimes(1);
});
