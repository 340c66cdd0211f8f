import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { letGoOfAll } from '$lib/app/kept.svelte';
import { keys } from '$lib/keys';
import { answering } from '../../../../tests/fake-api';
import { KEY_CAPS, pseudo, strayTexts } from '../../../../tests/pseudo';

const call = vi.hoisted(() => vi.fn());
vi.mock('$lib/paraglide/messages', (original) => pseudo(original));
vi.mock('$lib/api', async (original) => ({ ...(await original<typeof import('$lib/api')>()), api: { call, onStale: () => () => undefined } }));
const { default: RecordForm } = await import('./RecordForm.svelte');
const { CallError } = await import('$lib/api');

const user = userEvent.setup();
const press = (event: KeyboardEvent) => void keys.dispatch(event);
const onsaved = vi.fn();
const props = { patientId: 'p', appointmentId: null, amended: null, onsaved, onclose: vi.fn() };
const sent = () => call.mock.calls.filter(([command]) => command === 'records.save').map(([, request]) => request);
const cell = (row: number, column: string) => document.querySelector<HTMLInputElement>(`[data-cell="${row}.${column}"]`)!;

beforeEach(() => {
	letGoOfAll();
	call.mockReset();
	onsaved.mockReset();
	window.removeEventListener('keydown', press);
	window.addEventListener('keydown', press);
	call.mockImplementation(answering({ 'records.save': () => ({ id: 'r', document_id: 'd', version: 1, sha256: '00' }) }));
});

test('a report is typed without the mouse: title, tests by Tab and Enter, Ctrl S', async () => {
	render(RecordForm, props);
	await waitFor(() => expect(document.activeElement?.getAttribute('name')).toBe('title'));
	await user.keyboard('Blood count');
	cell(0, 'name').focus();
	await user.keyboard('Haemoglobin{Tab}10.2{Tab}g/dL{Tab}12-16{Enter}');
	expect(document.activeElement).toBe(cell(1, 'name'));
	await user.keyboard('CRP{Tab}< 5');
	expect(cell(2, 'name')).not.toBeNull();
	await user.keyboard('{Control>}s{/Control}');
	await waitFor(() => expect(onsaved).toHaveBeenCalledWith('r'));
	const { content } = sent()[0];
	expect(content.title).toBe('Blood count');
	expect(content.tests.map(({ name, value, range }: { name: string; value: string; range: string }) => [name, value, range])).toEqual([['Haemoglobin', '10.2', '12-16'], ['CRP', '< 5', '']]);
});

test('what is refused stands at its row, and nothing that was typed is lost', async () => {
	call.mockImplementation(() => {
		throw new CallError({ code: 'invalid', params: {}, fields: [{ field: 'tests.0.loinc', code: 'loinc_invalid', params: {} }], ref: '' });
	});
	render(RecordForm, props);
	cell(0, 'name').focus();
	await user.keyboard('Haemoglobin');
	cell(0, 'loinc').focus();
	await user.keyboard('718-6{Control>}s{/Control}');
	await waitFor(() => expect(cell(0, 'loinc').getAttribute('aria-invalid')).toBe('true'));
	expect(cell(0, 'name').value).toBe('Haemoglobin');
	expect(onsaved).not.toHaveBeenCalled();
});

test('what was left half typed is there again, until it is begun anew or saved', async () => {
	const left = render(RecordForm, props);
	await user.type(cell(0, 'name'), 'Haemoglobin');
	await user.keyboard('{Escape}');
	left.unmount();
	const back = render(RecordForm, props);
	expect(cell(0, 'name').value).toBe('Haemoglobin');
	await user.type(cell(1, 'name'), 'CRP');
	expect(cell(2, 'name'), 'rows go on growing').not.toBeNull();
	await user.click(screen.getByRole('button', { name: /Start anew/ }));
	expect(cell(0, 'name').value).toBe('');
	await user.type(document.querySelector('[name=title]')!, 'Blood count');
	await user.keyboard('{Control>}s{/Control}');
	await waitFor(() => expect(onsaved).toHaveBeenCalled());
	back.unmount();
	render(RecordForm, props);
	expect(document.querySelector<HTMLInputElement>('[name=title]')!.value).toBe('');
	expect(screen.queryByRole('button', { name: /Start anew/ })).toBeNull();
});

test('every text of the form is in the catalogue', () => {
	const { container } = render(RecordForm, props);
	expect(strayTexts(container, KEY_CAPS)).toEqual([]);
	expect(screen.getAllByRole('textbox').length).toBeGreaterThan(3);
});
