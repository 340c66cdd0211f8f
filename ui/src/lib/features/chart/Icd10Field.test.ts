import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { api } from '$lib/api';
import type { Icd10Code } from '$lib/api/generated/Icd10Code';
import Icd10Field from './Icd10Field.svelte';

const code = (name: string): Icd10Code => ({ code: name, description: `What ${name} is`, billable: true, favourite: false });
let answers: Record<string, (codes: Icd10Code[]) => void>;
const onpick = vi.fn();
const onwords = vi.fn();

beforeEach(() => {
	answers = {};
	onpick.mockReset();
	onwords.mockReset();
	vi.spyOn(api, 'call').mockImplementation(((_: string, { text }: { text: string }) => new Promise((told) => (answers[text] = told))) as never);
});

async function typed(text: string) {
	render(Icd10Field, { label: 'Diagnosis', code: '', onpick, onwords });
	const field = screen.getByRole<HTMLInputElement>('combobox');
	await userEvent.click(field);
	answers['']!([code('I10')]);
	await screen.findByText('I10');
	await userEvent.keyboard(text);
	return field;
}

test('Enter that is faster than the answer picks the code for what is typed, not the one shown for less', async () => {
	await typed('J');
	await userEvent.keyboard('20');
	await userEvent.keyboard('{Enter}');
	answers.J!([code('J00')]);
	await vi.waitFor(() => expect(answers.J20).toBeDefined());
	expect(onpick).not.toHaveBeenCalled();
	answers.J20!([code('J20')]);
	await vi.waitFor(() => expect(onpick.mock.calls).toEqual([[code('J20')]]));
});

test('words that no code has stay, are told, and are taken as words with Enter', async () => {
	const field = await typed('Qzx');
	await vi.waitFor(() => expect(answers.Q).toBeDefined());
	answers.Q!([]);
	await vi.waitFor(() => expect(answers.Qzx).toBeDefined());
	answers.Qzx!([]);
	await userEvent.tab();
	expect([field.value, field.getAttribute('aria-invalid')]).toEqual(['Qzx', 'true']);
	await userEvent.click(field);
	answers.Qzx!([]);
	await userEvent.keyboard('{Enter}');
	await vi.waitFor(() => expect(onwords.mock.calls).toEqual([['Qzx']]));
	expect(onpick).not.toHaveBeenCalled();
});

test('with Control, Enter is somebody else’s key', async () => {
	await typed('J');
	answers.J!([code('J00')]);
	await screen.findByText('J00');
	await userEvent.keyboard('{Control>}{Enter}{/Control}');
	expect(onpick).not.toHaveBeenCalled();
});
