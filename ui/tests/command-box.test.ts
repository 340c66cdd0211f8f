import { expect, test, vi } from 'vitest';
import { CommandBox, type Found } from '$lib/shell/command-box.svelte';
import type { KeyCommand } from '$lib/keys';

const found = (label: string, run = vi.fn()): Found => ({ id: label, label, run });
const command = (id: string, label: string, more: Partial<KeyCommand> = {}): KeyCommand => ({
	id, keys: [], label: () => label, run: vi.fn(), ...more
});

function boxWith(search: (text: string) => Promise<Found[]>) {
	return new CommandBox(() => [{ id: 'people', heading: () => 'People', search }]);
}

test('finds people and commands, and Enter takes the marked one', async () => {
	const run = vi.fn();
	const box = boxWith(async () => [found('Ana Example'), found('Anna Example', run)]);
	box.show([command('lock', 'Lock'), command('announce', 'Announce')]);
	await box.type('an');
	expect(box.items.map(({ label }) => label)).toEqual(['Ana Example', 'Anna Example', 'Announce']);
	box.move(1);
	box.choose();
	expect(run).toHaveBeenCalledTimes(1);
	expect(box.open).toBe(false);
});

test('an answer that comes late does not replace a newer one', async () => {
	const answers: Record<string, (items: Found[]) => void> = {};
	const box = boxWith((text) => new Promise((resolve) => (answers[text] = resolve)));
	box.show([]);
	const first = box.type('a');
	const second = box.type('ab');
	answers.ab!([found('newer')]);
	answers.a!([found('older')]);
	await Promise.all([first, second]);
	expect(box.items.map(({ label }) => label)).toEqual(['newer']);
});

test('Enter that is faster than the answer takes what is found for what is typed', async () => {
	const answers: Record<string, (items: Found[]) => void> = {};
	const [older, newer] = [vi.fn(), vi.fn()];
	const box = boxWith((text) => new Promise((resolve) => (answers[text] = resolve)));
	box.show([]);
	const first = box.type('a');
	answers.a!([found('older', older)]);
	await first;
	void box.type('ab');
	const entered = box.enter();
	answers.ab!([found('newer', newer)]);
	await entered;
	expect([older.mock.calls.length, newer.mock.calls.length]).toEqual([0, 1]);
});

test('commands are found without accents and in any order of words', async () => {
	const box = boxWith(async () => []);
	box.show([command('lock', 'Khóa màn hình'), command('move', 'Go up', { box: false })]);
	await box.type('hinh khoa');
	expect(box.items.map(({ id }) => id)).toEqual(['lock']);
	await box.type('');
	expect(box.items.map(({ id }) => id)).toEqual(['lock']);
});

test('a failed search is told and the commands still work', async () => {
	const box = boxWith(async () => { throw new Error('away'); });
	box.show([command('lock', 'Lock')]);
	await box.type('lo');
	expect(box.failed).toBeInstanceOf(Error);
	expect(box.items.map(({ id }) => id)).toEqual(['lock']);
});

test('the mark wraps around', () => {
	const box = boxWith(async () => []);
	box.show([command('a', 'A'), command('b', 'B')]);
	box.move(-1);
	expect(box.marked).toBe(1);
	box.move(1);
	expect(box.marked).toBe(0);
});
