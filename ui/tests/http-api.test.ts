import { afterEach, expect, test, vi } from 'vitest';
import { httpApi } from '$lib/api/http';
import { memoryTokens } from '$lib/api/session';
import { CallError } from '$lib/api';

const answer = (body: unknown) => new Response(JSON.stringify(body));
const tokens = memoryTokens();

afterEach(() => {
	vi.unstubAllGlobals();
	tokens.set(null);
});

test('a call carries the session and the command id', async () => {
	const fetch = vi.fn(async () => answer({ ok: null }));
	vi.stubGlobal('fetch', fetch);
	tokens.set('token');
	await httpApi(tokens).call('identity.sign_out', null, { commandId: 'id' });
	const [[url, init]] = fetch.mock.calls as unknown as [[string, RequestInit]];
	expect(url).toBe('/rpc');
	expect(JSON.parse(String(init.body))).toEqual({ command: 'identity.sign_out', request: null, session: 'token', command_id: 'id' });
});

test('a refusal is thrown with its code, a silent server as unavailable', async () => {
	vi.stubGlobal('fetch', vi.fn(async () => answer({ error: { code: 'denied', params: {}, fields: [], ref: '' } })));
	await expect(httpApi(tokens).call('identity.me', null)).rejects.toMatchObject({ error: { code: 'denied' } });
	vi.stubGlobal('fetch', vi.fn(async () => { throw new TypeError('refused'); }));
	const thrown = await httpApi(tokens).call('identity.me', null).catch((error: unknown) => error);
	expect(thrown).toBeInstanceOf(CallError);
	expect((thrown as CallError).error.code).toBe('store_unavailable');
});

test('changes are followed from where the last answer ended, until stopped', async () => {
	const asked: string[] = [];
	const answers = [{ next: 7, topics: [] }, { next: 9, topics: ['patient:1'] }];
	vi.stubGlobal('fetch', vi.fn((url: string) => {
		asked.push(url);
		const next = answers.shift();
		return next === undefined ? new Promise(() => undefined) : Promise.resolve(answer(next));
	}));
	const told: string[][] = [];
	const stop = httpApi(tokens).onStale((topics) => told.push(topics));
	await vi.waitFor(() => expect(asked).toEqual(['/stale?since=0', '/stale?since=7', '/stale?since=9']));
	stop();
	expect(told).toEqual([['patient:1']]);
});
