import { beforeEach, expect, test, vi } from 'vitest';
import { answering, refusal } from './fake-api';

const call = vi.hoisted(() => vi.fn());
vi.mock('$lib/api', async (original) => ({
	...(await original<typeof import('$lib/api')>()),
	api: { call, onStale: () => () => undefined }
}));
const { Write } = await import('$lib/api/queries.svelte');

const request = { user_id: 'u1', version: 1, status: 'inactive' } as never;
const ids = () => call.mock.calls.map(([, , options]) => options.commandId);

beforeEach(() => {
	call.mockReset();
});

test('a change after a lost reply carries the same command id, and a new one after that', async () => {
	const write = new Write('users.set_status');
	call.mockRejectedValueOnce(refusal('store_unavailable')).mockResolvedValue({});
	await write.attempt(request);
	expect(write.error?.code).toBe('store_unavailable');
	await write.run(request);
	await write.run(request);
	const [first, again, next] = ids();
	expect(again).toBe(first);
	expect(next).not.toBe(first);
});

test('a refusal settles the change: the next try is a new one', async () => {
	const write = new Write('users.set_status');
	call.mockImplementation(answering({ 'users.set_status': () => { throw refusal('stale'); } }));
	await write.attempt(request);
	await write.attempt(request);
	expect(ids()[1]).not.toBe(ids()[0]);
});

test('another request after a lost reply is another change', async () => {
	const write = new Write('users.set_status');
	call.mockRejectedValue(refusal('busy'));
	await write.attempt(request);
	await write.attempt({ ...(request as object), version: 2 } as never);
	expect(ids()[1]).not.toBe(ids()[0]);
	expect(write.busy).toBe(false);
});
