import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { api } from '$lib/api';
import { queryClient } from '$lib/api/queries.svelte';
import { session } from '$lib/features/identity/session.svelte';
import { answering } from '../../../../tests/fake-api';
import { KEY_CAPS, pseudo, strayTexts } from '../../../../tests/pseudo';
import { emptyBody } from './body';
import TemplatesScreen from './TemplatesScreen.svelte';

vi.mock('$lib/paraglide/messages', (original) => pseudo(original));

const phrase = (id: string, own: boolean, shared: boolean) => ({
	id, version: 3, kind: 'phrase', name: `Qzx${id}`, shortcut: 'qzy', shared, own, owner_name: 'Qzw', active: true, body: { ...emptyBody(), text: 'Qzz {bp}' }, filled: emptyBody()
});
let asked: ReturnType<typeof answering>;

beforeEach(() => {
	queryClient.clear();
	asked = answering({
		'notes.templates': () => [phrase('1', true, false), phrase('2', false, true)],
		'notes.save_template': (request: object) => ({ ...phrase('1', true, false), ...request, version: 4 })
	});
	vi.spyOn(api, 'call').mockImplementation(asked as never);
	vi.spyOn(session, 'may').mockImplementation((permission) => permission !== 'settings.write');
});

test('one changes one’s own, and not what another shares', async () => {
	const { container } = render(TemplatesScreen);
	await screen.findByText('Qzx1');
	expect(strayTexts(container, [...KEY_CAPS, 'Qzx1', 'Qzx2', 'Qzw', 'qzy', 'Qzz {bp}'])).toEqual([]);
	expect(container.querySelectorAll('tbody tr')[1]!.querySelectorAll('button')).toHaveLength(0);
});

test('who runs the clinic and writes no notes changes what is shared', async () => {
	vi.mocked(session.may).mockImplementation((permission) => permission !== 'chart.write');
	const { container } = render(TemplatesScreen);
	await screen.findByText('Qzx1');
	expect([...container.querySelectorAll('tbody tr')].map((row) => row.querySelectorAll('button').length)).toEqual([0, 2]);
});

test('a phrase shows how it will stand in a note', async () => {
	const { container } = render(TemplatesScreen);
	await screen.findByText('Qzx1');
	await userEvent.click(container.querySelectorAll('tbody tr')[0]!.querySelectorAll('button')[0]!);
	await vi.waitFor(() => expect(document.querySelector('.preview p')?.textContent).toMatch(/^Qzz ⟦128\/82⟧$/));
	await userEvent.click(document.querySelector<HTMLElement>('.dialog button[type=submit]')!);
	const sent = asked.mock.calls.find(([name]) => name === 'notes.save_template')?.[1];
	expect(sent).toMatchObject({ id: '1', version: 3, kind: 'phrase', shortcut: 'qzy', active: true });
});

test('what is removed can be taken back', async () => {
	const { container } = render(TemplatesScreen);
	await screen.findByText('Qzx1');
	await userEvent.click(container.querySelectorAll('tbody tr')[0]!.querySelectorAll('button')[1]!);
	const { toast } = await import('$lib/ui');
	await vi.waitFor(() => expect(toast.undoable).not.toBeNull());
	await toast.undo();
	const sent = asked.mock.calls.filter(([name]) => name === 'notes.save_template').map(([, request]) => (request as { active: boolean; version: number }));
	expect(sent.map(({ active, version }) => [active, version])).toEqual([[false, 3], [true, 4]]);
});
