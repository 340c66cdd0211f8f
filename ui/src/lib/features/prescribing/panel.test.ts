import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { letGoOfAll } from '$lib/app/kept.svelte';
import { keys } from '$lib/keys';
import { queryClient } from '$lib/api/queries.svelte';
import { CallError } from '$lib/api/types';
import { answering } from '../../../../tests/fake-api';
import { me } from '../../../../tests/fixtures';
import { KEY_CAPS, pseudo, strayTexts } from '../../../../tests/pseudo';
import { allergy, amoxicillin, answer } from './sample';

const call = vi.hoisted(() => vi.fn());
vi.mock('$lib/paraglide/messages', (original) => pseudo(original));
vi.mock('$lib/api', async (original) => ({
	...(await original<typeof import('$lib/api')>()),
	api: { call, onStale: () => () => undefined }
}));
const { default: PrescriptionPanel } = await import('./PrescriptionPanel.svelte');
const { session } = await import('$lib/features/identity/session.svelte');

const user = userEvent.setup();
const press = (event: KeyboardEvent) => void keys.dispatch(event);
const item = {
	id: 'i1', prescription_id: 'rx1', prescription_number: 'RX-2026-000001', issued_on: '2026-11-01', doctor_name: 'Dr Test', ingredient: 'amoxicillin', form: 'capsule',
	route: 'oral', strength: '500 mg', name: 'Amoxicillin 500 mg capsule', sig: '1 cap tid 7d', sentence: 'Take 1 capsule by mouth.', ends_on: null, refills_allowed: 2,
	refills_left: 1, state: 'active', stopped_on: null, stop_kind: null, stop_reason: '', version: 1
};
const repeat = [{ ingredient: 'amoxicillin', form: 'capsule', route: 'oral', strength: '500 mg', sig: '1 cap tid 7d', refills: 2, replaces: 'i1', replace_reason: '' }];
let said = answer();

beforeEach(() => {
	letGoOfAll();
	call.mockReset();
	queryClient.clear();
	said = answer();
	window.removeEventListener('keydown', press);
	window.addEventListener('keydown', press);
	session.me = { ...me, permissions: ['chart.read', 'prescriptions.write'] };
	call.mockImplementation(
		answering({
			'prescribing.list': () => ({ today: '2026-11-24', items: [item], repeat }),
			'prescribing.search': () => [amoxicillin],
			'prescribing.check': () => said,
			'prescribing.issue': () => ({ id: 'rx2', number: 'RX-2026-000002', document_id: 'd' }),
			'prescribing.stop': () => ({ ...item, state: 'stopped' })
		})
	);
});

const asked = (name: string) => call.mock.calls.filter(([command]) => command === name).map(([, request]) => request);

test('Alt+R, a few letters, Enter and the shorthand make a prescription with its sentence', async () => {
	render(PrescriptionPanel, { patientId: 'p', appointmentId: 'a' });
	await screen.findByText('Take 1 capsule by mouth.');
	await user.keyboard('{Alt>}r{/Alt}amox');
	await screen.findByRole('option');
	await user.keyboard('{Enter}');
	await waitFor(() => expect(document.activeElement?.tagName).toBe('INPUT'));
	await user.keyboard('1 tid 7d');
	await waitFor(() => expect(asked('prescribing.check').at(-1).items[0].sig).toBe('1 tid 7d'));
	expect(screen.getAllByText('Take 1 capsule by mouth.').length).toBe(2);
	await user.keyboard('{Alt>}i{/Alt}');
	await waitFor(() => expect(asked('prescribing.issue')).toHaveLength(1));
	expect(asked('prescribing.issue')[0]).toMatchObject({ patient_id: 'p', appointment_id: 'a', answers: [] });
});

test('the last one is repeated with two keys', async () => {
	render(PrescriptionPanel, { patientId: 'p', appointmentId: null });
	await screen.findByText('Take 1 capsule by mouth.');
	await user.keyboard('{Alt>}e{/Alt}');
	await waitFor(() => expect(asked('prescribing.check')).toHaveLength(1));
	await waitFor(() => expect(document.activeElement?.getAttribute('aria-busy')).toBeNull());
	await user.keyboard('{Enter}');
	await waitFor(() => expect(asked('prescribing.issue')[0]?.items[0].replaces).toBe('i1'));
});

test('what was left half written is there again and is checked anew', async () => {
	const left = render(PrescriptionPanel, { patientId: 'p', appointmentId: 'a' });
	await screen.findByText('Take 1 capsule by mouth.');
	await user.keyboard('{Alt>}e{/Alt}');
	await waitFor(() => expect(asked('prescribing.check')).toHaveLength(1));
	left.unmount();
	said = answer({ warnings: [allergy] });
	render(PrescriptionPanel, { patientId: 'p', appointmentId: 'b' });
	await screen.findByRole('alert');
	expect(asked('prescribing.check')).toHaveLength(2);
	await user.keyboard('{Alt>}k{/Alt}');
	await screen.findByRole('dialog');
	await user.keyboard('Tolerated it{Enter}');
	await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
	await user.keyboard('{Alt>}i{/Alt}');
	await waitFor(() => expect(asked('prescribing.issue')[0]).toMatchObject({ appointment_id: 'b', items: [{ replaces: 'i1' }] }));
});

test('a warning is kept with Alt+K and a reason, and only then it is issued', async () => {
	said = answer({ warnings: [allergy] });
	render(PrescriptionPanel, { patientId: 'p', appointmentId: null });
	await screen.findByText('Take 1 capsule by mouth.');
	await user.keyboard('{Alt>}e{/Alt}');
	await screen.findByRole('alert');
	await user.keyboard('{Alt>}i{/Alt}');
	expect(asked('prescribing.issue')).toHaveLength(0);
	await user.keyboard('{Alt>}k{/Alt}');
	await screen.findByRole('dialog');
	await user.keyboard('Tolerated it{Enter}');
	await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
	await user.keyboard('{Alt>}i{/Alt}');
	await waitFor(() => expect(asked('prescribing.issue')[0]?.answers).toEqual([{ key: allergy.key, reason: 'Tolerated it' }]));
});

test('a substitution says why and takes the other one’s place', async () => {
	render(PrescriptionPanel, { patientId: 'p', appointmentId: null });
	await user.click(await screen.findByRole('button', { name: /Substitute/ }));
	await screen.findByRole('dialog');
	await waitFor(() => expect(document.activeElement?.tagName).toBe('INPUT'));
	await user.keyboard('INR unstable{Enter}');
	await waitFor(() => expect(document.activeElement?.getAttribute('role')).toBe('combobox'));
	await user.keyboard('amox');
	await screen.findByRole('option');
	await user.keyboard('{Enter}');
	await waitFor(() => expect(asked('prescribing.check').at(-1)?.items[0]).toMatchObject({ replaces: 'i1', replace_reason: 'INR unstable' }));
});

test('an incomplete check never says that nothing was found', async () => {
	said = answer({ complete: false, lists: [{ name: 'interactions', head: null, status: 'missing' }] });
	render(PrescriptionPanel, { patientId: 'p', appointmentId: null });
	await screen.findByText('Take 1 capsule by mouth.');
	await user.keyboard('{Alt>}e{/Alt}');
	await screen.findByText(/Not everything could be checked/);
	expect(screen.queryByText(/No warning/)).toBeNull();
});

test('a repeat that is held back names the warning, and goes on with a reason', async () => {
	const held = { code: 'not_allowed', params: { reason: 'warnings_new', warnings: [allergy] }, fields: [], ref: 'r' };
	const before = call.getMockImplementation()!;
	call.mockImplementation(async (name: string, request: { answers?: unknown[] }) => {
		if (name !== 'prescribing.use_refill') return before(name, request);
		if (request.answers!.length === 0) throw new CallError(held as never);
		return { ...item, refills_left: 0, version: 2 };
	});
	render(PrescriptionPanel, { patientId: 'p', appointmentId: null });
	await user.click(await screen.findByRole('button', { name: /Repeat dispensed/ }));
	expect((await screen.findByRole('alert')).textContent).toMatch(/Penicillin/);
	await user.click(screen.getByRole('button', { name: /Dispense, say why/ }));
	await screen.findByRole('dialog');
	await waitFor(() => expect(document.activeElement?.tagName).toBe('INPUT'));
	await user.keyboard('Rash was viral{Enter}');
	await waitFor(() => expect(asked('prescribing.use_refill').at(-1)).toMatchObject({ id: 'i1', answers: [{ key: allergy.key, reason: 'Rash was viral' }] }));
	await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
});

test('pregnancy and breastfeeding are said in the chart, and checked again at once', async () => {
	said = answer({ maternity: { pregnancy: 'no', breastfeeding: 'unknown', stated_by_name: 'Dr Test', stated_on: '2026-11-24', asked: true } });
	const before = call.getMockImplementation()!;
	call.mockImplementation(async (name: string, request: object) => (name === 'chart.state_maternity' ? said.maternity : before(name, request)));
	render(PrescriptionPanel, { patientId: 'p', appointmentId: null });
	await screen.findByText('Take 1 capsule by mouth.');
	await user.keyboard('{Alt>}e{/Alt}');
	const group = await screen.findByRole('group', { name: /Breastfeeding/ });
	const checks = asked('prescribing.check').length;
	await user.click(group.querySelectorAll('button')[2]!);
	await waitFor(() => expect(asked('chart.state_maternity')).toEqual([{ patient_id: 'p', pregnancy: 'no', breastfeeding: 'yes' }]));
	await waitFor(() => expect(asked('prescribing.check').length).toBe(checks + 1));
});

test('who may only read sees the list and no way to prescribe', async () => {
	session.me = { ...me, permissions: ['chart.read'] };
	render(PrescriptionPanel, { patientId: 'p', appointmentId: null });
	await screen.findByText('Take 1 capsule by mouth.');
	expect(screen.getAllByRole('button')).toHaveLength(4);
});

test('all words come from the catalogues', async () => {
	said = answer({ warnings: [allergy], unchecked: [{ item: null, reason: 'unknown_allergy', text: 'DATA' }] });
	const { container } = render(PrescriptionPanel, { patientId: 'p', appointmentId: null });
	await screen.findByText('Take 1 capsule by mouth.');
	await user.keyboard('{Alt>}e{/Alt}');
	await screen.findByRole('alert');
	const data = [...KEY_CAPS, item.name, item.sentence, item.prescription_number, 'amoxicillin', '1.5 g', '500 mg', '125 mg/5 ml'];
	expect(strayTexts(container, data)).toEqual([]);
});
