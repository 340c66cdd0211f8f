import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Connection } from '$lib/api/connection.svelte';
import type { Api } from '$lib/api';
import { refusal } from './fake-api';

const call = vi.fn();
let connection: Connection;
let api: Api;

beforeEach(() => {
	vi.useFakeTimers();
	call.mockReset();
	connection = new Connection();
	api = connection.watch({ call, onStale: () => () => undefined });
});
afterEach(() => vi.useRealTimers());

test('a silent store is reconnecting, then offline, then asked until it answers', async () => {
	const back = vi.fn();
	connection.onReturn(back);
	call.mockRejectedValue(refusal('store_unavailable'));
	await expect(api.call('identity.me', null)).rejects.toThrow();
	expect(connection.state).toBe('reconnecting');
	await vi.advanceTimersByTimeAsync(11_000);
	expect(connection.state).toBe('offline');
	call.mockResolvedValue({ trouble: { problem: 'host' } });
	await vi.advanceTimersByTimeAsync(4_000);
	expect(connection.state).toBe('offline');
	call.mockResolvedValue({ trouble: null });
	await vi.advanceTimersByTimeAsync(2_000);
	expect(connection.state).toBe('connected');
	expect(back).toHaveBeenCalledTimes(1);
	const asked = call.mock.calls.length;
	await vi.advanceTimersByTimeAsync(10_000);
	expect(call.mock.calls.length).toBe(asked);
});

test('a refusal is an answer', async () => {
	call.mockRejectedValue(refusal('denied'));
	await expect(api.call('identity.me', null)).rejects.toThrow();
	expect(connection.state).toBe('connected');
});
