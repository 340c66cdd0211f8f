import { beforeEach, expect, test, vi } from 'vitest';
import { api, CallError } from '$lib/api';
import type { Waiter } from '$lib/api/generated/Waiter';
import { card, DAY, instant, opening } from '$lib/features/scheduling/sample';
import { toast } from '$lib/ui';
import { nextStep, Waitlist } from './waitlist.svelte';

const waiter = (id: string, fits: boolean, more: Partial<Waiter['entry']> = {}): Waiter => ({
	fit: fits ? opening(675) : null,
	entry: {
		id, version: 3, patient_id: `p-${id}`, patient_name: `Patient ${id}`, patient_phone: '', doctor_id: null, doctor_last_name: null,
		specialty_id: null, specialty_name: null, location_id: 'north', service_id: null, service_name: null, appointment_id: null,
		earliest_on: DAY, latest_on: null, weekdays: 127, from_minute: 0, to_minute: 1440, minutes: 15, visit_mode: 'in_person', note: '',
		status: 'waiting', offered_doctor_id: null, offered_starts_at: null, offered_until: null, created_at: instant(600), ...more
	}
});

let list: Waiter[];
let waitlist: Waitlist;

beforeEach(() => {
	vi.restoreAllMocks();
	list = [waiter('a', true), waiter('b', false), waiter('c', false, { status: 'offered' })];
	waitlist = new Waitlist(() => list);
});

test('a time that suits is offered, an offer is booked, and without either there is nothing to do', () => {
	expect(list.map(nextStep)).toEqual(['offer', null, 'accept']);
});

test('offers exactly the time shown, with the version that was seen', async () => {
	const call = vi.spyOn(api, 'call').mockResolvedValue({ ...list[0]!.entry, offered_until: instant(685) } as never);
	await waitlist.forward();
	expect(call).toHaveBeenCalledWith('waitlist.offer', { id: 'a', version: 3, doctor_id: 'okafor', starts_at: instant(675) }, expect.anything());
	expect(toast.current?.text).toContain('11:25');
});

test('accepting books and can be taken back', async () => {
	vi.spyOn(api, 'call').mockResolvedValue({ card: card('n', 675), event_id: 'e', undo_until: instant(700), moved_from: null, proposal: null } as never);
	waitlist.selectedId = 'c';
	await waitlist.forward();
	expect(toast.undoable).not.toBeNull();
});

test('a time that was lost meanwhile is told', async () => {
	vi.spyOn(api, 'call').mockRejectedValue(new CallError({ code: 'taken', params: {}, fields: [], ref: '' }));
	await waitlist.forward();
	expect(toast.current).toMatchObject({ tone: 'danger' });
});

test('the selection goes up and down and stays in the list', () => {
	waitlist.step(1);
	expect(waitlist.selected?.entry.id).toBe('b');
	waitlist.step(1);
	waitlist.step(1);
	expect(waitlist.selected?.entry.id).toBe('c');
});

test('an edit goes with the version that was seen', async () => {
	const call = vi.spyOn(api, 'call').mockResolvedValue(list[0]!.entry as never);
	await waitlist.update(list[0]!.entry, { note: 'mornings' });
	expect(call).toHaveBeenCalledWith('waitlist.update', { id: 'a', version: 3, wish: { note: 'mornings' } }, expect.anything());
	expect(toast.current?.text).toContain('Patient a');
});
