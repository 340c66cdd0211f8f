import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { api } from '$lib/api';
import { queryClient } from '$lib/api/queries.svelte';
import { session } from '$lib/features/identity/session.svelte';
import { answering } from '../../../../tests/fake-api';
import { me } from '../../../../tests/fixtures';
import { pseudo, strayTexts } from '../../../../tests/pseudo';
import Bell from './Bell.svelte';

vi.mock('$lib/paraglide/messages', (original) => pseudo(original));
vi.mock('$app/navigation', () => ({ goto: vi.fn() }));

const told = { id: 'n1', kind: 'break_glass', patient_id: 'p', patient_name: 'Qzx', subject_id: 'b', person: 'Qzy', detail: 'Qzz', seen_at: null, created_at: '2026-11-24T10:00:00Z' };
let asked: ReturnType<typeof answering>;

beforeEach(() => {
	queryClient.clear();
	session.me = me;
	asked = answering({ 'notifications.list': () => ({ unseen: 1, entries: [told] }), 'notifications.see': () => null });
	vi.spyOn(api, 'call').mockImplementation(asked as never);
});

test('what is new is told, and is put away by looking at it', async () => {
	render(Bell);
	await screen.findByText('1');
	await userEvent.click(screen.getByRole('button'));
	const entry = await screen.findByText(/Qzz/);
	expect(strayTexts(document.body, ['Qzx', 'Qzy', 'Qzz', 'Nov'])).toEqual([]);
	await userEvent.click(entry);
	expect(asked).toHaveBeenCalledWith('notifications.see', { ids: ['n1'] }, expect.anything());
});
