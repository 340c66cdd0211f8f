// The keystroke budgets of the product, counted from the key events that reach the page.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Browser, rpc, session, until } from './browser.mjs';
import { frontDesk, knownPatient, prescribedPatient, someoneExpected, someoneToBill, someoneWaits, visitsOf } from './clinic.mjs';

const rows = [];
let browser, desk, clinic;

before(async () => {
	clinic = await frontDesk();
	await someoneExpected(clinic);
	browser = await Browser.open();
	desk = await browser.desk();
	await desk.open('/today', '[role=option]');
});

after(async () => {
	await browser?.close();
	const width = Math.max(...rows.map(([flow]) => flow.length), 4);
	console.log([['flow', 'keys', 'budget'], ...rows].map(([flow, keys, budget]) => `${String(flow).padEnd(width)} | ${String(keys).padStart(4)} | ${budget}`).join('\n'));
});

/** Runs the flow, counts its keys and holds them against the budget. */
async function count(flow, budget, keys, at = desk) {
	await at.countKeys();
	await keys();
	const pressed = await at.countKeys();
	rows.push([flow, pressed, budget]);
	assert.ok(pressed <= budget, `${flow}: ${pressed} keys, budget ${budget}`);
	assert.deepEqual(at.faults, []);
}

const option = (name, state = '') => desk.page.locator(`[role=option]${state}`, { hasText: name });

test('check in: one key on the row', async () => {
	const before = await desk.page.locator('section', { has: desk.page.getByRole('heading', { name: 'Arrived' }) }).locator('[role=option]').count();
	const name = await desk.page.locator('[role=option][aria-selected=true] b').first().innerText();
	await count('check in', 1, () => desk.press('c'));
	const arrived = desk.page.locator('section', { has: desk.page.getByRole('heading', { name: 'Arrived' }) });
	await until('one more in Arrived', async () => (await arrived.locator('[role=option]').count()) === before + 1);
	await arrived.locator('[role=option]', { hasText: name }).first().waitFor();
	await desk.press('Control+z');
	await until('the check-in to be taken back', async () => (await arrived.locator('[role=option]').count()) === before);
});

test('book a known patient into the next opening', async () => {
	const patient = await knownPatient(clinic);
	const had = (await visitsOf(clinic, patient.id)).length;
	await count('book a known patient', 12, async () => {
		await desk.press('b');
		await desk.page.keyboard.type(patient.text);
		await option(patient.name, '[aria-selected=true]').waitFor();
		await desk.page.locator('.open [role=option][aria-selected=true]').waitFor();
		await desk.press('Enter', 'Enter');
		await desk.toast().filter({ hasText: patient.name }).waitFor();
	});
	assert.equal((await visitsOf(clinic, patient.id)).length, had + 1);
});

test('reschedule to another opening', async () => {
	const row = desk.page.locator('[role=option][aria-selected=true]').first();
	const name = await row.locator('b').first().innerText();
	await count('reschedule', 6, async () => {
		await desk.press('m');
		await desk.page.locator('.open [role=option]').nth(1).waitFor();
		await desk.press('2', 'Enter');
		await desk.toast().filter({ hasText: name }).waitFor();
	});
	await desk.press('Control+z');
	await desk.toast().filter({ hasText: 'Taken back' }).waitFor();
});

test('find a patient', async () => {
	const patient = await knownPatient(clinic, { letters: 4 });
	await count('find a patient', 7, async () => {
		await desk.press('Control+k');
		await desk.page.keyboard.type(patient.text);
		await desk.page.locator('.command-box [role=option][aria-selected=true]', { hasText: patient.name }).waitFor();
		await desk.press('Enter');
		await desk.page.waitForURL(`**/patients/${patient.id}`);
	});
	await desk.open('/today', '[role=option]');
});

test('register a new patient: five fields, and no question without a candidate', async () => {
	const born = '03/05/1988';
	await desk.press('b');
	await desk.page.keyboard.type('quorvine zyx');
	await desk.page.locator('.menu .alt').waitFor();
	await desk.countKeys();
	await desk.press('Control+Enter');
	const panel = desk.page.locator('.panel', { has: desk.page.locator('#register, form.fields') }).last();
	await panel.waitFor();
	const fields = { 'First name': 'Zyxwella', 'Last name': 'Quorvine', 'Date of birth': born, Mobile: '020 913 7755' };
	for (const [label, value] of Object.entries(fields)) await panel.getByLabel(label, { exact: false }).first().fill(value);
	await panel.locator('select').first().selectOption('female');
	await desk.press('Enter');
	await panel.waitFor({ state: 'detached' });
	rows.push(['register: fields filled', Object.keys(fields).length + 1, 5]);
	await desk.press('Escape');
	const { hits } = await rpc('patients.search', { text: 'quorvine', limit: 5, location_id: clinic.location.id }, clinic.token);
	assert.equal(hits.length, 1);
});

test('exact cash with its receipt, from the visit on Today', async () => {
	await desk.open('/today', '[role=option]');
	const row = await someoneToBill(clinic);
	await desk.page.locator(`[data-id="${row.id}"]`).first().click();
	await count('exact cash payment + receipt', 6, async () => {
		await desk.press('i');
		await desk.page.locator('.take .btn.primary:focus').waitFor();
		await desk.press('Enter');
		await desk.toast().filter({ hasText: 'Receipt R-' }).waitFor();
	});
	const [bill] = (await rpc('billing.bills_of_days', { location_id: clinic.location.id, from: clinic.day, to: clinic.day }, clinic.token)).filter((one) => one.appointment_id === row.id);
	assert.deepEqual([bill.status, bill.owed], ['paid', 0]);
	await desk.open('/today', '[role=option]');
});

test('the doctor: next patient, a note from a template, signed', async () => {
	await someoneWaits(clinic);
	const doctor = await browser.desk({ role: 'doctor' });
	await doctor.open('/chart', 'main table');
	await count('next patient’s chart', 1, async () => {
		await doctor.press('n');
		await doctor.page.waitForURL('**/chart/*');
		await doctor.page.locator('.soap, footer.keep-clear').first().waitFor();
	}, doctor);
	// A key that is held down with another is counted too: Ctrl and T are two.
	await count('note from a template, sign and lock', 5, async () => {
		await doctor.press('Control+t');
		await doctor.page.locator('.dropdown [role=menuitem]:focus').waitFor();
		await doctor.press('Enter');
		await until('the template in the note', () => doctor.page.locator('textarea').evaluateAll((fields) => fields.some((field) => field.value !== '')));
		await doctor.press('Control+Enter');
		await doctor.toast().filter({ hasText: 'Signed and locked' }).waitFor();
	}, doctor);
	// One key opens the panel with patient, doctor and day filled in; one books.
	await count('book the follow-up that the note asks for', 3, async () => {
		await doctor.press('Alt+f');
		await doctor.page.locator('.panel.floating .open [role=option]').first().waitFor();
		await doctor.press('Enter');
		await doctor.page.locator('.panel.floating').waitFor({ state: 'detached' });
	}, doctor);
	await doctor.close();
});

test('the doctor: the last prescription again, with its checks', async () => {
	const token = await session('doctor');
	const patient = await prescribedPatient(clinic, token);
	const before = (await rpc('prescribing.list', { patient_id: patient }, token)).items;
	const doctor = await browser.desk({ role: 'doctor' });
	await doctor.open('/chart', 'main table');
	await doctor.page.goto(new URL(`/chart/${patient}`, doctor.page.url()).href);
	await doctor.page.locator('.right').getByRole('button', { name: 'Renew' }).first().waitFor();
	await count('repeat prescription with checks', 5, async () => {
		await doctor.press('Alt+e');
		// What the checks found stands there before it can be issued.
		const issue = doctor.page.locator('.rx .btn.primary');
		await until('the checks', () => issue.evaluate((button) => button.getAttribute('aria-disabled') === null && !button.disabled && document.activeElement === button));
		await doctor.press('Enter');
		await doctor.toast().filter({ hasText: 'RX-' }).waitFor();
	}, doctor);
	const after = (await rpc('prescribing.list', { patient_id: patient }, token)).items;
	assert.equal(after.length, before.length + 1);
	await doctor.close();
});
