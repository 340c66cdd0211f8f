import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { api } from '$lib/api';
import type { NoteBody } from '$lib/api/generated/NoteBody';
import { session } from '$lib/features/identity/session.svelte';
import { answering } from '../../../../tests/fake-api';
import { KEY_CAPS, pseudo, strayTexts } from '../../../../tests/pseudo';
import NotePane from './NotePane.svelte';

vi.mock('$lib/paraglide/messages', (original) => pseudo(original));

const range = { figure: 'heart_rate', unit: '/min', least: 10, most: 300, low: 60, high: 100, source: 'AHA' };
let asked: ReturnType<typeof answering>;

beforeEach(() => {
	asked = answering({
		'notes.start': () => ({ draft: null, ranges: [range], templates: [], last: null }),
		'journal.pending': () => [],
		'journal.write': () => ({ saved_at: '2026-11-24T10:42:07Z' }),
		'notes.save_draft': ({ id }: { id: string }) => ({ id, revision: 1, saved_at: '', merged: null }),
		'chart.icd10_search': () => []
	});
	vi.spyOn(api, 'call').mockImplementation(asked as never);
	vi.spyOn(session, 'may').mockReturnValue(true);
});

test('every text comes from the catalogue, and a typed word is on the disk', async () => {
	const { container } = render(NotePane, { patientId: 'p', patientName: 'Qzx', appointmentId: 'a' });
	const complaint = await screen.findByRole('textbox', { name: /Chief complaint/ });
	await userEvent.type(complaint, 'Qzx');
	await vi.waitFor(() => expect(asked.mock.calls.map(([name]) => name)).toContain('journal.write'), { timeout: 3_000 });
	const units = ['mmHg', 'kg', 'cm', 'min'];
	expect(strayTexts(container, [...KEY_CAPS, ...units, 'Qzx'])).toEqual([]);
});

test('a child’s figures show where they lie, and its head is asked for', async () => {
	const ask = async (growth: string, ranges: object[]) => {
		asked = answering({
			'notes.start': () => ({ draft: null, ranges, growth, templates: [], last: null }),
			'notes.growth': () => [{ figure: 'weight', percentile: 61.7 }],
			'journal.pending': () => []
		});
		vi.spyOn(api, 'call').mockImplementation(asked as never);
		const { container, unmount } = render(NotePane, { patientId: 'p', patientName: 'Qzx', appointmentId: 'a' });
		await userEvent.click(await screen.findByRole('button', { name: /Vitals/ }));
		await userEvent.type(screen.getByRole('textbox', { name: /Weight/ }), '9.7{Tab}');
		const head = screen.queryByRole('textbox', { name: /Head/ }) !== null;
		if (growth === 'child') await vi.waitFor(() => expect(container.querySelectorAll('.percentile')).toHaveLength(2));
		const said = [...container.querySelectorAll('.percentile')].map((one) => one.textContent);
		const told = [asked.mock.calls.find(([name]) => name === 'notes.growth')?.[1], head, said, container.textContent!.includes('No percentiles')];
		unmount();
		return told as [{ vital_signs: { weight: number } } | undefined, boolean, string[], boolean];
	};
	const [request, head, said] = await ask('child', [{ ...range, figure: 'head_circumference' }]);
	expect([request!.vital_signs.weight, head, said[0]!.includes('62')]).toEqual([9.7, true, true]);
	expect(await ask('grown_up', [range])).toEqual([undefined, false, [], false]);
	expect(await ask('sex_unknown', [range])).toEqual([undefined, false, [], true]);
});

test('the menu that was asked for early opens once the templates are there', async () => {
	let start: (told: unknown) => void = () => undefined;
	const template = { id: 't', kind: 'template', name: 'Qzx', shortcut: '', shared: false, filled: {} };
	asked = answering({
		'notes.start': () => new Promise((told) => (start = told)),
		'journal.pending': () => []
	});
	vi.spyOn(api, 'call').mockImplementation(asked as never);
	render(NotePane, { patientId: 'p', patientName: 'Qzx', appointmentId: 'a' });
	await userEvent.click(screen.getByRole('button', { name: /Template/ }));
	expect(screen.queryAllByRole('menuitem')).toEqual([]);
	start({ draft: null, ranges: [range], templates: [template], last: null });
	const [first] = await screen.findAllByRole('menuitem');
	expect(first!.textContent).toContain('Qzx');
});

test('what is no figure, no code and no number of days holds the signature back, and the first of it gets the focus', async () => {
	render(NotePane, { patientId: 'p', patientName: 'Qzx', appointmentId: 'a' });
	await userEvent.type(await screen.findByRole('textbox', { name: /Chief complaint/ }), 'Qzx');
	const sign = screen.getByRole('button', { name: /Sign and lock/ });
	const signed = () => asked.mock.calls.filter(([name]) => name === 'notes.sign').length;
	await userEvent.click(screen.getByRole('button', { name: /Vitals/ }));
	const pulse = screen.getByLabelText(/Pulse/);
	await userEvent.type(pulse, '7O');
	await userEvent.type(screen.getByLabelText(/Follow-up/), 'soon');
	await userEvent.type(screen.getByRole('combobox', { name: /diagnosis/ }), 'Qzx');
	await userEvent.click(sign);
	await vi.waitFor(() => expect(document.activeElement).toBe(pulse));
	expect([signed(), (pulse as HTMLInputElement).value]).toEqual([0, '7O']);
	await userEvent.clear(pulse);
	await userEvent.clear(screen.getByLabelText(/Follow-up/));
	await userEvent.type(screen.getByLabelText(/Follow-up/), '2w');
	const diagnosis = screen.getByRole('combobox', { name: /diagnosis/ });
	expect((diagnosis as HTMLInputElement).value).toBe('Qzx');
	await userEvent.click(diagnosis);
	await userEvent.keyboard('{Enter}');
	await userEvent.click(sign);
	await vi.waitFor(() => expect(signed()).toBe(1));
	const [, request] = asked.mock.calls.find(([name]) => name === 'notes.sign') as unknown as [string, { body: NoteBody }];
	expect(request.body.assessment.diagnoses).toEqual([{ code: '', text: 'Qzx' }]);
	expect(request.body.plan.follow_up_days).toBe(14);
});

test('who may not write in charts is told so', async () => {
	vi.spyOn(session, 'may').mockReturnValue(false);
	render(NotePane, { patientId: 'p', patientName: 'Qzx', appointmentId: null });
	expect(screen.queryByRole('textbox')).toBeNull();
	expect(screen.getByRole('heading').textContent).toContain('⟦');
	expect(asked).not.toHaveBeenCalled();
});
