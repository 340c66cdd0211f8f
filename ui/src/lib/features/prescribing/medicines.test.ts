import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { api } from '$lib/api';
import { queryClient } from '$lib/api/queries.svelte';
import { session } from '$lib/features/identity/session.svelte';
import { answering } from '../../../../tests/fake-api';
import { pseudo, strayTexts } from '../../../../tests/pseudo';
import MedicinesScreen from './MedicinesScreen.svelte';

vi.mock('$lib/paraglide/messages', (original) => pseudo(original));

let asked: ReturnType<typeof answering>;
let genuine = true;

beforeEach(() => {
	queryClient.clear();
	asked = answering({
		'prescribing.lists': () => [
			{ name: 'formulary', head: { version: '9', date: '2026-11-20' }, status: 'current' },
			{ name: 'interactions', head: null, status: 'missing' }
		],
		'prescribing.verify': () => ({ genuine, current: true, issued_on: '2026-11-24' }),
		'prescribing.import_list': () => ({ name: 'interactions', version: '9', date: '2026-11-20', source: 'Qzx', rows: 1 })
	});
	vi.spyOn(api, 'call').mockImplementation(asked as never);
	vi.spyOn(session, 'may').mockReturnValue(true);
});

test('lists show their version, and a file is sent with its source', async () => {
	const { container } = render(MedicinesScreen);
	await screen.findByText('9');
	expect(strayTexts(container, ['Nov', 'RX-2026-000001', '7K2M9-QX4TD'])).toEqual([]);
	await userEvent.type(screen.getByRole('textbox', { name: /list_source|Where it comes/ }), 'Qzx');
	await userEvent.upload(container.querySelector<HTMLInputElement>('input[type=file]')!, new File(['# list: interactions'], 'list.csv'));
	await userEvent.click(container.querySelector<HTMLElement>('section:nth-of-type(2) button[type=submit]')!);
	await vi.waitFor(() => expect(asked.mock.calls.find(([name]) => name === 'prescribing.import_list')?.[1]).toMatchObject({ format: 'csv', name: 'interactions', source: 'Qzx', content: '# list: interactions' }));
});

test.each([[true, 'ok'], [false, 'danger']])('a number and its code are told genuine or not: %s', async (is, tone) => {
	genuine = is;
	const { container } = render(MedicinesScreen);
	await userEvent.type(screen.getByPlaceholderText('RX-2026-000001'), 'RX-2026-000017');
	await userEvent.type(screen.getByPlaceholderText('7K2M9-QX4TD'), '7K2M9-QX4TD');
	await userEvent.click(container.querySelector<HTMLElement>('.column + section button[type=submit]')!);
	await vi.waitFor(() => expect(container.querySelector(`.note.${tone}`)).not.toBeNull());
});
