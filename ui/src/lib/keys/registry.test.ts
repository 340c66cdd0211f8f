import { fireEvent } from '@testing-library/svelte';
import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ariaKeys, caps } from './bindings';
import { keys, type KeyCommand } from './registry.svelte';

const stops: (() => void)[] = [];
const listener = (event: KeyboardEvent) => void keys.dispatch(event);

function register(command: Partial<KeyCommand>, layer = 0) {
	const run = vi.fn();
	stops.push(keys.add(() => [{ id: 'x', keys: ['c'], label: () => 'X', run, ...command }], layer));
	flushSync();
	return run;
}

beforeEach(() => window.addEventListener('keydown', listener));
afterEach(() => {
	window.removeEventListener('keydown', listener);
	stops.splice(0).forEach((stop) => stop());
	document.body.innerHTML = '';
});

function focus(html: string): Element {
	document.body.innerHTML = html;
	return document.body.firstElementChild!;
}

describe('a key', () => {
	test('runs its command and nothing else', async () => {
		const run = register({ keys: ['c'] });
		await fireEvent.keyDown(document.body, { key: 'c', code: 'KeyC' });
		await fireEvent.keyDown(document.body, { key: 'c', code: 'KeyC', ctrlKey: true });
		await fireEvent.keyDown(document.body, { key: 'd', code: 'KeyD' });
		expect(run).toHaveBeenCalledTimes(1);
	});

	test('in a menu a letter is the menu’s', async () => {
		const letter = register({ keys: ['c'] });
		const entry = focus('<div role="menu"><button role="menuitem" tabindex="-1">Copy</button></div>').firstElementChild!;
		await fireEvent.keyDown(entry, { key: 'c', code: 'KeyC' });
		expect(letter).not.toHaveBeenCalled();
	});

	test('typed into a field stays text, with Ctrl it is a command', async () => {
		const letter = register({ keys: ['c'] });
		const chord = register({ keys: ['ctrl+k'] });
		const field = focus('<input type="text">');
		await fireEvent.keyDown(field, { key: 'c', code: 'KeyC' });
		await fireEvent.keyDown(field, { key: 'k', code: 'KeyK', ctrlKey: true });
		expect(letter).not.toHaveBeenCalled();
		expect(chord).toHaveBeenCalledTimes(1);
	});

	test('that presses the focused button is left to it', async () => {
		const run = register({ keys: ['enter'] });
		await fireEvent.keyDown(focus('<button>Save</button>'), { key: 'Enter', code: 'Enter' });
		expect(run).not.toHaveBeenCalled();
	});

	test('is found by its place on a keyboard without Latin letters', async () => {
		const run = register({ keys: ['c'] });
		await fireEvent.keyDown(document.body, { key: 'с', code: 'KeyC' });
		expect(run).toHaveBeenCalledTimes(1);
	});

	test('with a symbol does not care whether the layout needs Shift', async () => {
		const run = register({ keys: ['?'] });
		await fireEvent.keyDown(document.body, { key: '?', code: 'Slash', shiftKey: true });
		expect(run).toHaveBeenCalledTimes(1);
	});

	test('is not taken from a word being composed', async () => {
		const run = register({ keys: ['c'] });
		await fireEvent.keyDown(document.body, { key: 'c', code: 'KeyC', isComposing: true });
		expect(run).not.toHaveBeenCalled();
	});
});

test('the last registered command wins, and the earlier one returns when it goes', async () => {
	const first = register({});
	const second = register({});
	await fireEvent.keyDown(document.body, { key: 'c', code: 'KeyC' });
	stops.pop()!();
	await fireEvent.keyDown(document.body, { key: 'c', code: 'KeyC' });
	expect([first, second].map((run) => run.mock.calls.length)).toEqual([1, 1]);
});

test('an open dialog silences what is under it', async () => {
	const page = register({});
	const layer = keys.openLayer();
	const dialog = register({}, layer);
	const close = keys.raise(layer);
	await fireEvent.keyDown(document.body, { key: 'c', code: 'KeyC' });
	close();
	await fireEvent.keyDown(document.body, { key: 'c', code: 'KeyC' });
	expect([page, dialog].map((run) => run.mock.calls.length)).toEqual([1, 1]);
});

test('a command that does not work now is not offered', () => {
	register({ id: 'off', when: () => false });
	register({ id: 'on' });
	expect(keys.active.map((command) => command.id)).toEqual(['on']);
});

test('a key stands beside the one command that it runs', () => {
	register({ id: 'behind', keys: ['alt+s', 'n'] });
	register({ id: 'front', keys: ['alt+s'] });
	expect(keys.active.map(({ id, keys: bound }) => [id, bound])).toEqual([['front', ['alt+s']], ['behind', ['n']]]);
});

test('a letter that does nothing in a field leaves it to a command behind that does', async () => {
	const behind = register({ id: 'behind', keys: ['enter'], inFields: true });
	const front = register({ id: 'front', keys: ['enter'] });
	await fireEvent.keyDown(focus('<textarea></textarea>'), { key: 'Enter', code: 'Enter' });
	await fireEvent.keyDown(document.body, { key: 'Enter', code: 'Enter' });
	expect([front, behind].map((run) => run.mock.calls.length)).toEqual([1, 1]);
});

test('bindings are drawn as key caps', () => {
	expect(caps('ctrl+k')).toEqual(['Ctrl', 'K']);
	expect(caps('arrowup')).toEqual(['↑']);
	expect(caps('+')).toEqual(['+']);
	expect(ariaKeys('ctrl+enter')).toBe('Control+Enter');
});
