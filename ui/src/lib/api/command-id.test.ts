import { expect, test } from 'vitest';
import { newCommandId } from './command-id';

test('a command id is a version 7 UUID that carries its time', () => {
	const id = newCommandId(0x0192_f4a1_b2c3);
	expect(id).toMatch(/^0192f4a1-b2c3-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('ids of different milliseconds sort by time', () => {
	const ids = [1_800_000_000_000, 1_800_000_000_001, 1_900_000_000_000].map((now) => newCommandId(now));
	expect([...ids].sort()).toEqual(ids);
});
