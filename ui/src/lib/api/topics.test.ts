import { expect, test } from 'vitest';
import { anyTouches, touches } from './topics';

test('a change reaches what reads the same place, more of it, or part of it', () => {
	expect(touches('appointments:L1:2026-11-24', 'appointments:L1:2026-11-24')).toBe(true);
	expect(touches('appointments:L1:2026-11-24', 'appointments:L1')).toBe(true);
	expect(touches('appointments', 'appointments:L1:2026-11-24')).toBe(true);
});

test('a change elsewhere does not', () => {
	expect(touches('appointments:L1:2026-11-24', 'appointments:L1:2026-11-25')).toBe(false);
	expect(touches('appointments:L1', 'appointments:L10')).toBe(false);
	expect(anyTouches(['patients:1'], ['patients:2', 'waitlist'])).toBe(false);
});
