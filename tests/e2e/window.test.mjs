// The program in its own window, as a person meets it on a new computer. APP is the binary; needs a display
// (`xvfb-run -a node --test tests/e2e/window.test.mjs`).
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { Computer, until } from './window.mjs';

/** The demo clinic takes its time on a busy machine. */
const LOADING_MS = 180_000;

let computer;
let window;

before(async () => {
	computer = await Computer.fresh();
	window = await computer.open();
});

after(async () => {
	await window?.close();
	await computer?.remove();
});

test('a new computer asks where the data lives', async () => {
	await window.shows('Where does your clinic’s data live?');
	assert.equal(await window.title(), 'Curanda');
});

test('the page is locked in: no remote content, no foreign page, no changed prototypes', async () => {
	const remote = await window.later(`return fetch('https://example.org/').then(() => 'loaded', () => 'refused')`);
	assert.equal(remote, 'refused');
	assert.equal(await window.page('return Object.isFrozen(Object.prototype)'), true);
	assert.equal(await window.page('return typeof window.__TAURI__'), 'undefined');
	await window.page(`location.href = 'https://example.org/'`);
	await window.shows('Where does your clinic’s data live?');
});

test('only the shell’s own commands can be called', async () => {
	const call = (name) => window.later(`return window.__TAURI_INTERNALS__.invoke('${name}', {}).then(() => 'done', String)`);
	for (const name of ['plugin:window|close', 'plugin:path|resolve_directory', 'plugin:window-state|save_window_state', 'nothing']) {
		assert.match(await call(name), /not allowed|not found/, name);
	}
});

test('the demo clinic opens with one button, and its front desk signs in', async () => {
	await window.press('Load the demo clinic');
	await until('the demo clinic', async () => (await window.content()).includes('Orla Quinn'), LOADING_MS);
	await signIn();
	assert.equal(await window.title(), 'Curanda', 'the title never names a patient');
});

test('a booking takes a name and Enter, Enter', async () => {
	await window.keys('b');
	await until('the booking panel', () => window.find('.panel.floating input'));
	await window.keys(...'gallagher');
	await until('the person and an opening', () => window.find('.panel.floating .open [role=option][aria-selected=true]'));
	await until('who is meant', async () => (await window.page(`return document.querySelector('.panel.floating .menu [aria-selected=true]')?.innerText ?? ''`)).includes('Gallagher'));
	await window.keys('Enter', 'Enter');
	await window.shows('Gallagher is booked');
});

test('a list is saved where it is told', async () => {
	await window.press('Money');
	await window.press('Claims');
	await window.press('CSV');
	const told = await until('where it lies', async () => /are in (\S+\.csv)\./.exec(await window.content()));
	assert.ok(told[1].startsWith(computer.home), 'in the folder of the one who asked');
	assert.match(await readFile(told[1], 'utf8'), /^claim,made_on,/);
	await window.press('Today');
	await window.shows('Expected');
});

test('after a restart it is all still there', async () => {
	const before = await names();
	await window.close();
	window = await computer.open();
	await window.shows('Orla Quinn');
	await signIn();
	const again = await names();
	assert.ok(before.some((name) => again.includes(name)), 'the same people come today');
});

async function signIn() {
	const account = await until('the account', () => window.named('button', 'Alt'));
	await window.send('POST', `/element/${account}/click`, {});
	await window.shows('Expected');
}

/** Who stands on the board. */
function names() {
	return until('people on the board', async () => {
		const there = await window.page(`return [...document.querySelectorAll('.lane [role=option] b')].map((name) => name.textContent.trim())`);
		return there.length > 5 && there;
	});
}
