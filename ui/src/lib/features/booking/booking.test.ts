import { beforeEach, describe, expect, test, vi } from 'vitest';
import { api, CallError } from '$lib/api';
import type { Conflict } from '$lib/api/generated/Conflict';
import type { PatientHit } from '$lib/api/generated/PatientHit';
import { card, instant, opening } from '$lib/features/scheduling/sample';
import { toast } from '$lib/ui';
import { Booking } from './booking.svelte';

const hit = (id: string, name: string): PatientHit => ({
	id, chart_number: 'C-000841', first_name: 'Hồng', middle_name: '', last_name: name, preferred_name: '', date_of_birth: '1984-02-14',
	age_years: 42, sex: 'female', phone: '', email: '', status: 'active', kind: 'name', matched: [], usual_doctor: null, last_seen_at: null, today: null
});

let calls: [string, Record<string, unknown>][];
let answers: Record<string, unknown>;
let booking: Booking;
const asked = (command: string) => calls.filter(([name]) => name === command).map(([, request]) => request);

beforeEach(() => {
	calls = [];
	answers = {
		'patients.search': { hits: [hit('a', 'Tran'), hit('b', 'Truong')], more: false },
		'scheduling.openings': [opening(675), opening(735)],
		'scheduling.book': { card: card('new', 675), event_id: 'e', undo_until: instant(700), moved_from: null, proposal: null },
		'scheduling.move': { card: card('moved', 735), event_id: 'e', undo_until: instant(700), moved_from: 'x', proposal: null }
	};
	vi.spyOn(api, 'call').mockImplementation(async (command, request) => {
		calls.push([command, request as Record<string, unknown>]);
		const answer = answers[command];
		if (answer instanceof Error) throw answer;
		return answer as never;
	});
	booking = new Booking();
	booking.open();
});

describe('booking a known patient', () => {
	test('the first hit has openings below it before it is taken, and two Enters book', async () => {
		booking.finder.type('hong tr');
		await vi.waitFor(() => expect(booking.openings).toHaveLength(2));
		expect(asked('scheduling.openings')[0]).toMatchObject({ patient_id: 'a' });
		booking.take();
		await booking.submit();
		expect(asked('scheduling.book')[0]).toMatchObject({ patient_id: 'a', starts_at: instant(675), minutes: 15 });
		expect(asked('scheduling.openings')).toHaveLength(1);
		expect(booking.isOpen).toBe(false);
		expect(toast.undoable).not.toBeNull();
	});

	test('another hit asks for its own openings', async () => {
		booking.finder.type('hong');
		await vi.waitFor(() => expect(booking.openings).toHaveLength(2));
		booking.finder.mark(1);
		await vi.waitFor(() => expect(asked('scheduling.openings').at(-1)).toMatchObject({ patient_id: 'b' }));
		booking.take();
		expect(booking.person?.name).toBe('Hồng Truong');
	});

	test('typing again lets go of whom one had taken', async () => {
		booking.finder.type('hong');
		await vi.waitFor(() => expect(booking.person).not.toBeNull());
		booking.take();
		booking.finder.type('hongx');
		expect(booking.finder.taken).toBeNull();
		expect(booking.finder.person, 'whom an earlier text found').toBeNull();
		booking.finder.type('');
		expect(booking.finder.found).toBeNull();
		expect(booking.openings).toEqual([]);
	});

	test('nothing is booked while nobody is found', async () => {
		answers['patients.search'] = { hits: [], more: false };
		booking.finder.type('zzz');
		await vi.waitFor(() => expect(booking.finder.found).not.toBeNull());
		await booking.submit();
		expect(asked('scheduling.book')).toEqual([]);
	});

	test('later asks on after the last one shown, and earlier goes back', async () => {
		booking.finder.type('hong');
		await vi.waitFor(() => expect(booking.openings).toHaveLength(2));
		booking.later();
		await vi.waitFor(() => expect(asked('scheduling.openings')).toHaveLength(2));
		expect(asked('scheduling.openings')[1]).toMatchObject({ from: new Date(Date.parse(instant(735)) + 60_000).toISOString() });
		booking.earlier();
		await vi.waitFor(() => expect(asked('scheduling.openings')[2]).toMatchObject({ from: null }));
	});
});

describe('a refusal', () => {
	const conflict: Conflict = {
		kind: 'doctor', name: 'Dr Okafor', appointment_id: 'x', patient_name: 'Someone', starts_at: instant(675), ends_at: instant(690), openings: [opening(705)]
	};

	test('names what is in the way, keeps the choice and offers the nearest times', async () => {
		answers['scheduling.book'] = new CallError({ code: 'taken', params: { ...conflict }, fields: [], ref: '' });
		booking.finder.type('hong');
		await vi.waitFor(() => expect(booking.openings).toHaveLength(2));
		booking.take();
		await booking.submit();
		expect(booking.isOpen).toBe(true);
		expect(booking.conflict?.patient_name).toBe('Someone');
		expect(booking.openings.map(({ start_minute }) => start_minute)).toEqual([675, 705]);
	});
});

test('a time pointed at in the grid comes first', async () => {
	booking.open(opening(900));
	booking.finder.type('hong');
	await vi.waitFor(() => expect(booking.openings).toHaveLength(3));
	expect(booking.openings[0]!.start_minute).toBe(900);
	expect(asked('scheduling.openings')[0]).toMatchObject({ doctor_id: 'okafor', from: instant(900) });
});

test('a move knows its patient, doctor and length, and says which version it saw', async () => {
	booking.openMove(card('m', 600, { ends_at: instant(640), version: 4 }));
	await vi.waitFor(() => expect(booking.openings).toHaveLength(2));
	expect(asked('scheduling.openings')[0]).toMatchObject({ doctor_id: 'okafor', minutes: 40 });
	booking.choose(1);
	await booking.submit();
	expect(asked('scheduling.move')[0]).toMatchObject({ id: 'm', version: 4, starts_at: instant(735), minutes: 40 });
});

test('a visit that is asked for needs the time alone', async () => {
	booking.openFor({ id: 'a', name: 'Hồng Tran', usualDoctor: null }, 'dr', '2026-12-22T00:00:00Z', 'Follow-up');
	await vi.waitFor(() => expect(booking.openings).toHaveLength(2));
	expect(asked('scheduling.openings')).toMatchObject([{ patient_id: 'a', doctor_id: 'dr', from: '2026-12-22T00:00:00Z' }]);
	await booking.submit();
	expect(asked('scheduling.book')[0]).toMatchObject({ patient_id: 'a', starts_at: instant(675), reason: 'Follow-up' });
	booking.open();
	booking.finder.type('hong');
	await vi.waitFor(() => expect(asked('scheduling.openings')).toHaveLength(2));
	expect(asked('scheduling.openings')[1]).toMatchObject({ from: null });
});
