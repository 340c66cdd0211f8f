// Whom the journeys are about, looked up in the demo clinic before they start.
import { rpc, session } from './browser.mjs';

const TICK = 300_000;

/** The receptionist's location, its day, and who comes there in the next fortnight. */
export async function frontDesk() {
	const token = await session();
	const me = await rpc('identity.me', null, token);
	const id = me.session.home_location_id ?? me.locations[0].id;
	const location = me.locations.find((candidate) => candidate.id === id);
	const { today: day } = await rpc('scheduling.board', { location_id: id }, token);
	const desk = { token, location, day };
	const { appointments } = await calendarOf(desk, day, addDays(day, 14));
	return { ...desk, visits: appointments };
}

/** Someone who is expected today; booked for now when the day is over or has not begun. */
export async function someoneExpected(desk) {
	const { appointments } = await rpc('scheduling.board', { location_id: desk.location.id }, desk.token);
	const expected = appointments.filter(({ status }) => ['scheduled', 'confirmed'].includes(status));
	if (expected.length > 0) return expected;
	const starts_at = new Date(Math.floor(Date.now() / TICK) * TICK).toISOString();
	const { patient_id, doctor_id } = desk.visits.find(({ local_day }) => local_day !== desk.day);
	const request = { patient_id, doctor_id, location_id: desk.location.id, starts_at, minutes: 15, overbook_reason: 'for a test' };
	return [(await rpc('scheduling.book', request, desk.token)).card];
}

/** Someone who waits for the doctor of the demo accounts: who is expected next, or else one booked for now, is checked in. */
export async function someoneWaits(desk) {
	const { doctor_id } = await rpc('chart.my_day', { location_id: desk.location.id, day: desk.day }, await session('doctor'));
	const { appointments } = await rpc('scheduling.board', { location_id: desk.location.id }, desk.token);
	let visit = appointments.find(({ doctor_id: of, status }) => of === doctor_id && ['scheduled', 'confirmed'].includes(status));
	if (visit === undefined) {
		const starts_at = new Date(Math.floor(Date.now() / TICK) * TICK).toISOString();
		const { patient_id } = desk.visits.find(({ local_day }) => local_day !== desk.day);
		const request = { patient_id, doctor_id, location_id: desk.location.id, starts_at, minutes: 15, overbook_reason: 'for a test' };
		visit = (await rpc('scheduling.book', request, desk.token)).card;
	}
	await rpc('scheduling.check_in', { id: visit.id, version: visit.version }, desk.token);
}

/** Someone of the doctor's day who has one medicine prescribed that can be repeated as it is; issued now when nobody has. */
export async function prescribedPatient(desk, token) {
	const { visits } = await rpc('chart.my_day', { location_id: desk.location.id, day: desk.day }, token);
	const patients = visits.map(({ card }) => card.patient_id);
	for (const patient_id of patients) {
		const { repeat } = await rpc('prescribing.list', { patient_id }, token);
		if (repeat.length !== 1) continue;
		const { warnings, items } = await rpc('prescribing.check', { patient_id, items: repeat, language: 'en' }, token);
		if (warnings.every(({ needs_reason }) => !needs_reason) && items.every(({ problem }) => problem === null)) return patient_id;
	}
	const item = { ingredient: 'paracetamol', form: 'tablet', route: null, strength: '500 mg', sig: '2 tab qid prn', refills: 0, replaces: null, replace_reason: '' };
	const rest = { appointment_id: null, note_id: null, answers: [], diagnosis: '', notes: '', tags: [], language: 'en' };
	await rpc('prescribing.issue', { patient_id: patients[0], items: [item], ...rest }, token);
	return patients[0];
}

/** What to type so that this patient is the first hit: the beginnings of the family and the given name. */
async function wordsFor({ token, location }, { patient_name: name, patient_id: id }, letters) {
	const [first, ...rest] = name.split(' ');
	const last = rest.at(-1) ?? first;
	// A letter that the keyboard of the test cannot press would reach the page without a key.
	if (!/^[a-z ]+$/i.test(name)) return null;
	for (let given = 1; given < letters - 2; given++) {
		const text = `${last.slice(0, letters - 1 - given)} ${first.slice(0, given)}`.toLowerCase();
		const { hits } = await rpc('patients.search', { text, limit: 5, location_id: location.id }, token);
		if (hits[0]?.id === id) return text;
	}
	return null;
}

/** Someone who comes in the next fortnight and is found first by so many letters. */
export async function knownPatient(desk, { letters = 7, visits = desk.visits } = {}) {
	for (const visit of visits) {
		const text = await wordsFor(desk, visit, letters);
		if (text !== null) return { id: visit.patient_id, name: visit.patient_name, text };
	}
	throw new Error(`nobody of the fortnight is found first by ${letters} letters`);
}

export function addDays(day, count) {
	return new Date(Date.parse(day) + count * 86_400_000).toISOString().slice(0, 10);
}

/** The calendar of some days, as the screens read it. */
export function calendarOf({ token, location }, from, to = from) {
	return rpc('scheduling.calendar', { location_id: location.id, from, to }, token);
}

/** What is booked for a patient from today on, by start. */
export async function visitsOf(desk, patientId) {
	const { appointments } = await calendarOf(desk, desk.day, addDays(desk.day, 40));
	return appointments.filter((visit) => visit.patient_id === patientId && ['scheduled', 'confirmed'].includes(visit.status));
}

/** An appointment of the coming week that may be moved, on a day on which its doctor has another one and free time. */
export async function movableVisit(desk) {
	for (let ahead = 1; ahead <= 7; ahead++) {
		const day = addDays(desk.day, ahead);
		const { appointments } = await calendarOf(desk, day);
		const open = appointments.filter(({ status, lane }) => ['scheduled', 'confirmed'].includes(status) && lane === 0);
		for (const visit of open) {
			const others = open.filter(({ doctor_id }) => doctor_id === visit.doctor_id);
			if (others.length > 1 && (await freeTime(desk, day, visit)) !== null) return { visit, day };
		}
	}
	throw new Error('no appointment of the coming week can be moved on its day');
}

/** The nearest other start on that day at which the core says that the appointment fits. */
export async function freeTime({ token, location }, day, visit) {
	const minutes = visit.end_minute - visit.start_minute;
	const request = { doctor_id: visit.doctor_id, location_id: location.id, patient_id: visit.patient_id, from: `${day}T00:00:00Z`, minutes, limit: 50 };
	const openings = await rpc('scheduling.openings', request, token);
	const away = ({ start_minute }) => Math.abs(start_minute - visit.start_minute);
	const [nearest] = openings.filter((opening) => opening.local_day === day && away(opening) >= minutes).sort((a, b) => away(a) - away(b));
	return nearest?.start_minute ?? null;
}

/** A visit of today that was not invoiced and has a price. */
export async function someoneToBill(desk) {
	await someoneExpected(desk);
	const { appointments } = await rpc('scheduling.board', { location_id: desk.location.id }, desk.token);
	const bills = await rpc('billing.bills_of_days', { location_id: desk.location.id, from: desk.day, to: desk.day }, desk.token);
	const billed = new Set(bills.map(({ appointment_id }) => appointment_id));
	return appointments.find(({ id, status, service_id }) => service_id !== null && !billed.has(id) && ['scheduled', 'confirmed', 'checked_in', 'in_progress', 'completed'].includes(status));
}
