// What the front desk does in a day, on a demo clinic, by keys and by pointer.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Browser, rpc, until } from './browser.mjs';
import { calendarOf, freeTime, frontDesk, knownPatient, movableVisit, visitsOf } from './clinic.mjs';

let browser, desk, clinic;

before(async () => {
	clinic = await frontDesk();
	browser = await Browser.open();
	desk = await browser.desk();
});
after(() => browser?.close());

/** The calendar on a day of the coming week. */
async function calendarOn(day) {
	await desk.open('/calendar', '.cal');
	await desk.page.locator('input[type=date]').first().evaluate((input, chosen) => {
		input.value = chosen;
		input.dispatchEvent(new Event('change', { bubbles: true }));
	}, day);
	await until(`the grid of ${day}`, () => desk.page.locator(`.cal[data-day="${day}"]`).count());
}

const visitOf = (id) => desk.page.locator(`[data-visit="${id}"]`);
/** In the middle of the screen, so that what is near it is on the screen too. */
const centred = (locator) => locator.evaluate((element) => element.scrollIntoView({ block: 'center' }));
const middle = async (locator) => {
	const { x, y, width, height } = await locator.boundingBox();
	return { x: x + width / 2, y: y + Math.min(height / 2, 8) };
};

async function drag(from, to, { release = true } = {}) {
	const { mouse } = desk.page;
	await mouse.move(from.x, from.y);
	await mouse.down();
	await mouse.move(from.x + 6, from.y + 6);
	await mouse.move(to.x, to.y, { steps: 5 });
	if (release) await mouse.up();
}

const PX_PER_MINUTE = 80 / 60;

describe('calendar', () => {
	let visit, day;

	before(async () => {
		({ visit, day } = await movableVisit(clinic));
		await calendarOn(day);
	});

	test('a drag to a free time moves the appointment, and Ctrl+Z takes it back', async () => {
		const free = await freeTime(clinic, day, visit);
		await centred(visitOf(visit.id));
		const from = await middle(visitOf(visit.id));
		await drag(from, { x: from.x, y: from.y + (free - visit.start_minute) * PX_PER_MINUTE });
		await desk.toast().filter({ hasText: visit.patient_name }).waitFor();
		const [moved] = (await visitsOf(clinic, visit.patient_id)).filter(({ local_day, start_minute }) => local_day === day && start_minute === free);
		assert.ok(moved, 'the appointment stands at the new time');
		await desk.press('Control+z');
		await desk.toast().filter({ hasText: 'Taken back' }).waitFor();
		const back = (await calendarOf(clinic, day)).appointments.filter(({ patient_id, status }) => patient_id === visit.patient_id && status !== 'cancelled');
		assert.ok(back.some(({ start_minute }) => start_minute === visit.start_minute));
	});

	test('over someone else the reason is on screen before the drop, and Esc puts it back', async () => {
		const length = visit.end_minute - visit.start_minute;
		const open = (await calendarOf(clinic, day)).appointments.filter(({ id, doctor_id, status }) => doctor_id === visit.doctor_id && ['scheduled', 'confirmed'].includes(status) && id !== visit.id);
		// Of several in the way the card names the one that is most in the way: take one that is alone.
		const alone = ({ id, start_minute }) => open.every((third) => third.id === id || third.end_minute <= start_minute || third.start_minute >= start_minute + length);
		const other = open.find((candidate) => Math.abs(candidate.start_minute - visit.start_minute) >= length && alone(candidate));
		const current = (await calendarOf(clinic, day)).appointments.find(({ patient_id, start_minute }) => patient_id === visit.patient_id && start_minute === visit.start_minute);
		await centred(visitOf(current.id));
		const from = await middle(visitOf(current.id));
		await drag(from, { x: from.x, y: from.y + (other.start_minute - visit.start_minute) * PX_PER_MINUTE }, { release: false });
		await desk.page.locator('.drop.bad').waitFor();
		assert.match(await desk.page.locator('.dragging').innerText(), new RegExp(other.patient_name));
		await desk.page.mouse.up();
		await desk.page.locator('.dragging').waitFor();
		await desk.press('Escape');
		await desk.page.locator('.dragging').waitFor({ state: 'detached' });
		assert.equal((await calendarOf(clinic, day)).appointments.find(({ id }) => id === current.id).start_minute, visit.start_minute);
	});

	test('closed time is not bookable', async () => {
		const closed = desk.page.locator('.closed').first();
		await closed.scrollIntoViewIfNeeded();
		await closed.dblclick({ position: { x: 20, y: 6 } });
		assert.equal(await desk.page.locator('.panel.floating').count(), 0);
	});

	test('a stale card is refused with the reason, and the grid shows what is true', async () => {
		const current = (await calendarOf(clinic, day)).appointments.find(({ patient_id, start_minute }) => patient_id === visit.patient_id && start_minute === visit.start_minute);
		await desk.page.route('**/stale**', () => undefined);
		await desk.page.reload();
		await calendarOn(day);
		await rpc('scheduling.set_details', { id: current.id, version: current.version, notes: 'changed at another desk' }, clinic.token);
		const free = await freeTime(clinic, day, current);
		await centred(visitOf(current.id));
		const from = await middle(visitOf(current.id));
		await drag(from, { x: from.x, y: from.y + (free - current.start_minute) * PX_PER_MINUTE });
		await desk.toast().filter({ hasText: 'Another workstation' }).waitFor();
		assert.equal((await calendarOf(clinic, day)).appointments.find(({ id }) => id === current.id).start_minute, current.start_minute);
		await desk.page.unroute('**/stale**');
	});

	test('the list shows the same appointments as the grid', async () => {
		const inGrid = await desk.page.locator('[data-visit]').count();
		await desk.page.getByRole('button', { name: 'List', exact: true }).click();
		await desk.page.locator('table [data-id]').first().waitFor();
		assert.equal(await desk.page.locator('table [data-id]').count(), inGrid);
		await desk.page.getByRole('button', { name: 'Day', exact: true }).click();
	});
});

describe('booking', () => {
	test('a time taken meanwhile is refused by name, and the nearest free time books with Enter', async () => {
		await desk.open('/today', '.lane');
		const [first, second] = await Promise.all([knownPatient(clinic), knownPatient(clinic, { visits: clinic.visits.toReversed() })]);
		await desk.press('b');
		await desk.page.keyboard.type(second.text);
		await desk.page.locator('.open [role=option]').first().waitFor();
		await desk.press('Enter');
		const [opening] = await rpc('scheduling.openings', { patient_id: second.id, location_id: clinic.location.id, limit: 4 }, clinic.token);
		await rpc('scheduling.book', { patient_id: first.id, doctor_id: opening.doctor_id, location_id: opening.location_id, starts_at: opening.starts_at, minutes: 15 }, clinic.token);
		await desk.press('Enter');
		const refusal = desk.page.locator('.note.danger');
		await refusal.waitFor();
		assert.match(await refusal.innerText(), new RegExp(first.name));
		await desk.press('2', 'Enter');
		await desk.toast().filter({ hasText: second.name }).waitFor();
		assert.deepEqual(desk.faults, []);
	});
});

describe('two desks', () => {
	test('what one desk books is on the other’s board', async () => {
		const other = await browser.desk();
		await other.open('/calendar', '.cal');
		await desk.open('/calendar', '.cal');
		const patient = await knownPatient(clinic);
		const count = () => other.page.locator('[data-visit]', { hasText: patient.name }).count();
		const before = await count();
		await desk.press('b');
		await desk.page.keyboard.type(patient.text);
		await desk.page.locator('.open [role=option]').first().waitFor();
		await desk.press('Enter', 'Enter');
		await desk.toast().filter({ hasText: patient.name }).waitFor();
		const booked = (await visitsOf(clinic, patient.id)).at(-1);
		if (booked.local_day !== clinic.day) {
			const days = (Date.parse(booked.local_day) - Date.parse(clinic.day)) / 86_400_000;
			for (let step = 0; step < days; step++) await other.press(']');
		}
		await until('the booking at the other desk', async () => (await count()) > (booked.local_day === clinic.day ? before : 0));
		await other.close();
	});
});

describe('waitlist', () => {
	test('who waits is offered a time that fits, and takes it', async () => {
		await desk.open('/waitlist', '.view');
		const patient = await knownPatient(clinic, { visits: clinic.visits.toReversed() });
		await desk.press('a');
		await desk.page.keyboard.type(patient.text);
		await desk.page.locator('.menu [role=option][aria-selected=true]').waitFor();
		await desk.press('Enter');
		await desk.page.locator('button[form=waitlist-add]').click();
		await desk.toast().filter({ hasText: patient.name }).waitFor();
		const row = desk.page.locator('.wl', { hasText: patient.name });
		await row.waitFor();
		for (let days = 0; days < 7 && (await row.locator('.badge.accent').count()) === 0; days++) {
			const read = desk.page.waitForResponse((answer) => answer.request().postDataJSON()?.command === 'waitlist.list');
			await desk.page.getByRole('button', { name: 'Next day' }).click();
			await read;
		}
		await row.focus();
		await desk.press('Enter');
		await row.locator('.badge.warn').waitFor();
		await desk.press('Enter');
		await row.waitFor({ state: 'detached' });
		assert.ok((await visitsOf(clinic, patient.id)).length > 0);
	});
});

test('while the clinic does not answer, the board stays and says since when', async () => {
	await desk.open('/today', '.lane');
	await desk.page.route('**/rpc', (route) => route.abort());
	await desk.page.evaluate(() => document.querySelector('.rail a[href="/calendar"]').click());
	await desk.page.locator('.conn.offline').waitFor();
	await desk.page.unroute('**/rpc');
	await desk.page.locator('.conn.offline').waitFor({ state: 'detached' });
	await desk.open('/today', '.lane');
});
