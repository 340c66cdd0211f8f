import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { keys } from '$lib/keys';
import { answering, refusal } from './fake-api';
import { account, me, status } from './fixtures';
import { KEY_CAPS, pseudo, strayTexts } from './pseudo';

const call = vi.hoisted(() => vi.fn());
vi.mock('$lib/paraglide/messages', (original) => pseudo(original));
vi.mock('$lib/api', async (original) => ({
	...(await original<typeof import('$lib/api')>()),
	api: { call, onStale: () => () => undefined }
}));
const { default: SignIn } = await import('$lib/features/identity/SignIn.svelte');
const { default: LockScreen } = await import('$lib/features/identity/LockScreen.svelte');
const { default: ChangePassword } = await import('$lib/features/identity/ChangePassword.svelte');
const { default: FirstRun } = await import('$lib/features/setup/FirstRun.svelte');
const { default: StoreTrouble } = await import('$lib/features/setup/StoreTrouble.svelte');
const { session } = await import('$lib/features/identity/session.svelte');

const DATA = [...KEY_CAPS, status.clinic_name!, account.name, account.password, me.session.name, me.locations[0]!.name, 'OQ'];
const demo = { ...status, demo_accounts: [account] };
const user = userEvent.setup();
const press = (event: KeyboardEvent) => void keys.dispatch(event);

beforeEach(() => {
	call.mockReset();
	window.removeEventListener('keydown', press);
	window.addEventListener('keydown', press);
});

function answer(answers: Parameters<typeof answering>[0]) {
	call.mockImplementation(answering(answers));
}

describe('sign in', () => {
	test('says what is wrong beside the password and keeps the email', async () => {
		answer({ 'identity.sign_in': () => { throw refusal('wrong_credentials', { params: { tries_left: 4 } }); } });
		render(SignIn, { status: demo, onsignedin: vi.fn() });
		await user.type(screen.getByLabelText(/Email/), 'orla@northgate.example');
		await user.type(screen.getByLabelText(/Password/), 'not this{Enter}');
		const password = await screen.findByLabelText(/Password/);
		await waitFor(() => expect(password).toHaveProperty('value', ''));
		expect(password.getAttribute('aria-invalid')).toBe('true');
		expect(document.getElementById(password.getAttribute('aria-describedby')!)!.textContent).toContain('4');
		expect(screen.getByLabelText(/Email/)).toHaveProperty('value', 'orla@northgate.example');
	});

	test('takes a demo account with its key', async () => {
		answer({ 'identity.sign_in': () => ({ token: 't', me }) });
		const onsignedin = vi.fn();
		render(SignIn, { status: demo, onsignedin });
		await screen.findByText(account.name);
		await user.keyboard('{Alt>}1{/Alt}');
		await waitFor(() => expect(onsignedin).toHaveBeenCalledTimes(1));
		expect(call).toHaveBeenCalledWith('identity.sign_in', { email: account.email, password: account.password });
	});

	test('offers no accounts where people are real', async () => {
		answer({});
		render(SignIn, { status: { ...status, store: 'embedded', demo: false }, onsignedin: vi.fn() });
		expect(call).not.toHaveBeenCalled();
		expect(screen.queryByText(account.password)).toBeNull();
	});
});

test('a locked window opens with the password only', async () => {
	session.me = me;
	session.lock();
	call.mockRejectedValueOnce(refusal('wrong_credentials')).mockResolvedValue(null);
	render(LockScreen);
	await user.type(screen.getByLabelText(/Password/), 'wrong{Enter}');
	await screen.findByText(/not your password/);
	expect(session.lockedAt).not.toBeNull();
	await user.type(screen.getByLabelText(/Password/), 'right{Enter}');
	await waitFor(() => expect(session.lockedAt).toBeNull());
});

test('a new password must be typed the same way twice', async () => {
	answer({});
	render(ChangePassword, { forced: true, ondone: vi.fn() });
	await user.type(screen.getByLabelText(/Current/), 'old password');
	await user.type(screen.getByLabelText(/New password⟧$/), 'correct horse');
	await user.type(screen.getByLabelText(/again/), 'correct house{Enter}');
	expect(screen.getByText(/two passwords differ/)).toBeTruthy();
	expect(call).not.toHaveBeenCalled();
});

describe('first run', () => {
	const empty = { ...status, store: null, has_clinic: false, clinic_name: null, demo: false };

	test('names every wrong field at once, before a store is made', async () => {
		const fields = [['clinic_name', 'required'], ['first_name', 'required'], ['email', 'email_invalid'], ['password', 'password_too_short']];
		answer({ 'setup.create_clinic': () => { throw refusal('invalid', { fields: fields.map(([field, code]) => ({ field: field!, code: code!, params: {} })) }); } });
		render(FirstRun, { status: empty, onchanged: vi.fn(), onsignedin: vi.fn() });
		await user.click(screen.getByRole('button', { name: /Create clinic/ }));
		await waitFor(() => expect(screen.getAllByText(/Is needed/)).toHaveLength(2));
		expect(screen.getByText(/not an email address/)).toBeTruthy();
		expect(call.mock.calls.map(([command]) => command)).toEqual(['setup.create_clinic']);
	});

	test('a form that is right makes the store, then the clinic', async () => {
		let made = 0;
		answer({
			'setup.create_clinic': () => { if (made++ === 0) throw refusal('store_missing'); return { location_id: 'l1', user_id: 'u1' }; },
			'setup.choose_store': () => status, 'identity.sign_in': () => ({ token: 't', session: me.session }), 'identity.me': () => me
		});
		render(FirstRun, { status: empty, onchanged: vi.fn(), onsignedin: vi.fn() });
		await user.click(screen.getByRole('button', { name: /Create clinic/ }));
		await waitFor(() => expect(call.mock.calls.map(([command]) => command).slice(0, 3)).toEqual(['setup.create_clinic', 'setup.choose_store', 'setup.create_clinic']));
	});

	test('tests the servers and names what is wrong with each', async () => {
		answer({ 'setup.test_connection': () => ({ mysql: { problem: null, version: '8.4' }, mongodb: { problem: 'tls', version: null } }) });
		render(FirstRun, { status: empty, onchanged: vi.fn(), onsignedin: vi.fn() });
		await user.keyboard('{Alt>}2{/Alt}');
		await user.click(await screen.findByRole('button', { name: /Test connection/ }));
		expect(await screen.findByText(/everything fits/)).toBeTruthy();
		expect(screen.getByText(/is not trusted/)).toBeTruthy();
	});
});

test('no screen before the program has text of its own', async () => {
	answer({});
	session.me = me;
	const empty = { ...status, store: null, has_clinic: false, demo: false };
	const trouble = { problem: 'passphrase' as const, server: null, store_schema: null, program_schema: null };
	const stray = [
		render(SignIn, { status: demo, onsignedin: vi.fn() }),
		render(LockScreen),
		render(ChangePassword, { forced: true, ondone: vi.fn() }),
		render(FirstRun, { status: empty, onchanged: vi.fn(), onsignedin: vi.fn() }),
		render(StoreTrouble, { status, trouble, onchanged: vi.fn() })
	].map(({ container }) => strayTexts(container, DATA));
	expect(stray).toEqual([[], [], [], [], []]);
});
