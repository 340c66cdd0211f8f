import { readFileSync } from 'node:fs';
import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { SettingItem } from '$lib/api/generated/SettingItem';
import { answering, refusal } from './fake-api';
import { me, status } from './fixtures';
import { pseudo, strayTexts } from './pseudo';

const call = vi.hoisted(() => vi.fn());
vi.mock('$lib/paraglide/messages', (original) => pseudo(original));
vi.mock('$lib/api', async (original) => ({
	...(await original<typeof import('$lib/api')>()),
	api: { call, onStale: () => () => undefined }
}));
const { queryClient } = await import('$lib/api/queries.svelte');
const { setupStatus } = await import('$lib/app/setup-status.svelte');
const { default: SettingsScreen } = await import('$lib/features/settings/SettingsScreen.svelte');
const { messageKey } = await import('$lib/features/settings/texts');
const { session } = await import('$lib/features/identity/session.svelte');

const user = userEvent.setup();
const item = (key: string, kind: SettingItem['kind'], value: unknown): SettingItem => ({
	key, scope: key.startsWith('workstation') ? 'workstation' : 'clinic', kind, value, default: value, version: 0
});
const settings = [
	item('clinic.name', { type: 'text', max: 160 }, 'Northgate Clinic'),
	item('appointments.undo_seconds', { type: 'whole', least: 30, most: 600 }, 180),
	item('workstation.idle_lock_minutes', { type: 'whole', least: 1, most: 120 }, 5),
	item('workstation.theme', { type: 'choice', of: ['system', 'light', 'dark'] }, 'system')
];
const mine = {
	id: 's1', user_id: 'u1', name: me.session.name, workstation_name: 'DESK-2', started_at: '2026-11-24T08:00:00Z',
	last_seen_at: '2026-11-24T10:00:00Z', expires_at: '2026-11-25T08:00:00Z'
};
const elsewhere = { ...mine, id: 's2', workstation_name: 'DESK-3' };

function show(permissions: typeof me.permissions, answers: Parameters<typeof answering>[0] = {}) {
	session.me = { ...me, permissions };
	setupStatus.current = status;
	call.mockImplementation(answering({ 'settings.get': () => settings, 'identity.sessions': () => [mine, elsewhere], ...answers }));
	return render(SettingsScreen);
}
const sent = (command: string) => call.mock.calls.filter(([name]) => name === command).map(([, request]) => request);

beforeEach(() => {
	call.mockReset();
	queryClient.clear();
});

test('every setting of the core has a name and says what it does', () => {
	const registry = readFileSync('../core/src/settings/registry.rs', 'utf8');
	const keys = [...registry.matchAll(/key: "([a-z_.]+)"/g)].map((match) => messageKey(match[1]!));
	const catalogue = JSON.parse(readFileSync('messages/en/settings.json', 'utf8')) as Record<string, unknown>;
	expect(keys.length).toBeGreaterThan(5);
	expect(keys.flatMap((key) => [key, `${key}_about`]).filter((key) => !(key in catalogue))).toEqual([]);
});

describe('who may change the clinic’s settings', () => {
	test('saves a value when leaving its field, at the version that was read', async () => {
		show(['settings.write'], { 'settings.set': () => ({ ...settings[2]!, value: 10, version: 1 }) });
		const field = await screen.findByLabelText(/Minutes until/);
		await user.clear(field);
		await user.type(field, '10{Tab}');
		await waitFor(() => expect(sent('settings.set')).toEqual([{ key: 'workstation.idle_lock_minutes', value: 10, version: 0, workstation_id: null }]));
		await waitFor(() => expect(session.me?.idle_lock_minutes).toBe(10));
	});

	test('what the core refuses stands at the field and keeps what was typed', async () => {
		show(['settings.write'], { 'settings.set': () => { throw refusal('invalid', { fields: [{ field: 'value', code: 'out_of_range', params: {} }] }); } });
		const field = await screen.findByLabelText(/Seconds to take/);
		await user.clear(field);
		await user.type(field, '9000{Tab}');
		await waitFor(() => expect(field.getAttribute('aria-invalid')).toBe('true'));
		expect(field).toHaveProperty('value', '9000');
	});

	test('words where a number belongs are not even sent', async () => {
		show(['settings.write']);
		const field = await screen.findByLabelText(/Seconds to take/);
		await user.clear(field);
		await user.type(field, 'long{Tab}');
		await waitFor(() => expect(field.getAttribute('aria-invalid')).toBe('true'));
		expect(sent('settings.set')).toEqual([]);
	});

	test('names the workstation', async () => {
		show(['settings.write'], { 'setup.name_workstation': () => ({ ...status, workstation: { id: 'w1', name: 'FRONT-1' } }) });
		const field = await screen.findByLabelText(/^⟦Name⟧/);
		await user.clear(field);
		await user.type(field, 'FRONT-1{Tab}');
		await waitFor(() => expect(session.me?.workstation.name).toBe('FRONT-1'));
		expect(sent('setup.name_workstation')).toEqual([{ name: 'FRONT-1' }]);
	});

	test('leaves the store only after being asked, and is signed out', async () => {
		show(['settings.write'], { 'setup.leave_store': () => ({ ...status, store: null, has_clinic: false }) });
		await user.click(await screen.findByRole('button', { name: /Use another store/ }));
		expect(sent('setup.leave_store')).toEqual([]);
		await user.click(await screen.findByRole('button', { name: /Leave this store/ }));
		await waitFor(() => expect(session.me).toBeNull());
		expect(setupStatus.current?.store).toBeNull();
	});
});

describe('everyone else', () => {
	test('chooses the look, and nothing of the clinic', async () => {
		show([]);
		expect(await screen.findByLabelText(/Theme/)).toHaveProperty('disabled', false);
		expect(await screen.findByLabelText(/Minutes until/)).toHaveProperty('disabled', true);
		expect(screen.queryByLabelText(/Clinic name/)).toBeNull();
		expect(screen.getByText(/Your role may not change/)).toBeTruthy();
		expect(screen.queryByRole('button', { name: /Use another store/ })).toBeNull();
		expect(screen.queryByRole('group', { name: /Whose sessions/ })).toBeNull();
	});

	test('ends their other sessions, not the one at hand', async () => {
		show([], { 'identity.end_session': () => null });
		const buttons = await screen.findAllByRole('button', { name: /^⟦End⟧$/ });
		expect(buttons).toHaveLength(1);
		await user.click(buttons[0]!);
		expect(sent('identity.end_session')).toEqual([{ id: 's2' }]);
	});
});

test('says why nothing can be shown', async () => {
	show(['settings.write'], { 'settings.get': () => { throw refusal('internal', { ref: 'A1' }); } });
	expect(await screen.findByRole('alert')).toBeTruthy();
});

test('every text is from the catalogues', async () => {
	const { container } = show(['settings.write', 'users.write']);
	await screen.findByLabelText(/Clinic name/);
	await screen.findByText('DESK-3');
	expect(strayTexts(container, ['DESK-2', 'DESK-3', me.session.name, 'Northgate Clinic', '1.0.0', 'Tue, Nov 24'])).toEqual([]);
});
