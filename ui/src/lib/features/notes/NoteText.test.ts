import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { Template } from '$lib/api/generated/Template';
import { emptyBody } from './body';
import { NoteDraft } from './note.svelte';
import NoteText from './NoteText.svelte';

const phrase = (shortcut: string, text: string): Template => ({
	id: shortcut, version: 1, kind: 'phrase', name: shortcut, shortcut, shared: true, own: false, owner_name: '', active: true,
	body: { ...emptyBody(), text }, filled: { ...emptyBody(), text }
});
const phrases = [phrase('safety', 'Come back if worse.'), phrase('chest', 'Chest clear.')];

function shown(path: 'plan.recommendations' | 'subjective.chief_complaint' = 'plan.recommendations', single = false) {
	const draft = new NoteDraft({ patient_id: 'p', appointment_id: null, amends: null });
	render(NoteText, { draft, path, phrases, single });
	return { draft, field: screen.getByRole<HTMLTextAreaElement>('textbox'), user: userEvent.setup() };
}

test('a phrase takes the place of what was typed after the slash, and typing goes on behind it', async () => {
	const { draft, field, user } = shown();
	await user.type(field, 'Rest. /sa');
	expect(screen.getAllByRole('option')).toHaveLength(1);
	await user.keyboard('{Enter}');
	expect(draft.body.plan.recommendations).toBe('Rest. Come back if worse.');
	await user.keyboard(' Tea.');
	expect(draft.body.plan.recommendations).toBe('Rest. Come back if worse. Tea.');
	expect(field.value).toBe('Rest. Come back if worse. Tea.');
});

test('a shortcut that is typed in full needs no choosing; any other word after a slash stays', async () => {
	const { draft, user, field } = shown();
	await user.type(field, '/chest and/or /che /who ');
	expect(draft.body.plan.recommendations).toBe('Chest clear. and/or /che /who ');
});

test('arrows choose, Escape leaves the slash as it was typed', async () => {
	const { draft, field, user } = shown();
	await user.type(field, '/');
	expect(screen.getAllByRole('option')).toHaveLength(2);
	await user.keyboard('{ArrowDown}{Enter}');
	expect(draft.body.plan.recommendations).toBe('Chest clear.');
	await user.type(field, ' /c{Escape}');
	expect(screen.queryAllByRole('option')).toHaveLength(0);
	expect(draft.body.plan.recommendations).toBe('Chest clear. /c');
});

test('a line stays one line', async () => {
	const { draft, field, user } = shown('subjective.chief_complaint', true);
	await user.type(field, 'Cough{Enter} for 9 days');
	expect(draft.body.subjective.chief_complaint).toBe('Cough for 9 days');
});

test('what came from elsewhere is marked as long as it stands there', async () => {
	const { draft, field, user } = shown();
	draft.body.plan.recommendations = 'Fluids.';
	draft.body.passages = [{ field: 'plan.recommendations', text: 'Fluids.', source: { from: 'other_draft', workstation: 'DESK-2' } }];
	expect(await screen.findByText(/DESK-2/)).toBeTruthy();
	await user.clear(field);
	expect(screen.queryByText(/DESK-2/)).toBeNull();
});
