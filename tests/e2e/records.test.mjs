// A doctor keeps a report with a file, is refused a program, attaches a picture to a note and signs it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Browser, rpc, session, until } from './browser.mjs';

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
let browser, desk, patient, token;

before(async () => {
	browser = await Browser.open();
	desk = await browser.desk({ role: 'doctor' });
	token = await session('doctor');
	const { visits } = await rpc('chart.my_day', { location_id: null, day: null }, token);
	patient = visits[0].card.patient_id;
});
after(() => browser?.close());

/** Drops or pastes a file onto what `target` finds, as the desktop does. */
function give(target, kind, file) {
	return desk.page.locator(target).first().evaluate((element, { kind, name, type, base64 }) => {
		const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
		const carried = new DataTransfer();
		carried.items.add(new File([bytes], name, { type }));
		const event = kind === 'drop' ? new DragEvent('drop', { dataTransfer: carried, bubbles: true, cancelable: true }) : new ClipboardEvent('paste', { clipboardData: carried, bubbles: true, cancelable: true });
		element.dispatchEvent(event);
	}, { kind, ...file });
}

test('a report with a dropped file is kept, and a program with a harmless name is not', async () => {
	await desk.page.goto(new URL(`/chart/${patient}?tab=records`, desk.page.url()).href);
	await desk.page.getByRole('button', { name: 'Add a record' }).click();
	await desk.page.keyboard.type('Skin, left arm');
	await give('main form', 'drop', { name: 'letter.pdf', type: 'application/pdf', base64: btoa('MZ\x90\x00\x03\x00\x00\x00program') });
	await desk.page.getByText('This is a program, whatever its name says.').waitFor();
	await give('main form', 'drop', { name: 'arm.png', type: 'image/png', base64: PNG });
	// The file may still be on its way: the record waits for it.
	await desk.page.getByRole('button', { name: /arm\.png/ }).first().waitFor();
	await desk.press('Control+s');
	await desk.page.locator('.pane').getByRole('button', { name: /arm\.png/ }).click();
	await desk.page.locator('.dialog img').waitFor();
	const natural = await desk.page.locator('.dialog img').evaluate((image) => image.decode().then(() => image.naturalWidth));
	assert.equal(natural, 1);
	await desk.press('Escape');
	const [kept] = await rpc('records.list', { patient_id: patient, kind: null, limit: 1 }, token);
	assert.deepEqual([kept.title, kept.file_count], ['Skin, left arm', 1]);
});

test('a picture pasted into a note is shown in the signed note', async () => {
	await desk.page.goto(new URL(`/chart/${patient}`, desk.page.url()).href);
	await desk.page.locator('.note-ed textarea').first().fill('Rash on the left arm');
	await give('.note-ed', 'paste', { name: 'rash.png', type: 'image/png', base64: PNG });
	await desk.page.locator('.note-ed').getByRole('button', { name: /^rash\.png/ }).waitFor();
	await desk.press('Control+Enter');
	const note = await until('the signed note', async () => {
		const { notes } = await rpc('notes.list', { patient_id: patient, limit: 5 }, token);
		return notes.find(({ summary }) => summary === 'Rash on the left arm');
	});
	const { body, intact } = await rpc('notes.read', { id: note.id, document_id: null }, token);
	assert.deepEqual([body.attachments.map(({ name }) => name), intact], [['rash.png'], true]);
	assert.deepEqual(desk.faults, []);
});
