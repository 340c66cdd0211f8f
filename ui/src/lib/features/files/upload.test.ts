import { beforeEach, expect, test, vi } from 'vitest';
import { CallError } from '$lib/api';

const call = vi.hoisted(() => vi.fn());
vi.mock('$lib/api', async (original) => ({ ...(await original<typeof import('$lib/api')>()), api: { call, onStale: () => () => undefined } }));
const { Upload, Uploads } = await import('./upload.svelte');

const PIECE = 4;
const file = { id: 'f', name: 'x.pdf', media_type: 'application/pdf', size: 10, sha256: '00' };
const source = () => new File(['0123456789'], 'x.pdf');
const away = () => new CallError({ code: 'store_unavailable', params: {}, fields: [], ref: '' });
const asked = (name: string) => call.mock.calls.filter(([command]) => command === name).map(([, request]) => request);
let kept = '';

/** A store that keeps what it is sent; `fails` may throw in its place. */
function store(fails: (command: string) => void = () => undefined) {
	const progress = () => ({ id: 'f', size: 10, received: kept.length, piece: PIECE, complete: false });
	call.mockImplementation(async (command: string, request: { content: string }) => {
		fails(command);
		if (command === 'files.put') kept += atob(request.content);
		return command === 'files.finish' ? file : progress();
	});
}

beforeEach(() => {
	call.mockReset();
	kept = '';
	vi.useRealTimers();
});

test('a file goes in piece by piece, each read from the disk when it is sent', async () => {
	store();
	const upload = new Upload('p', source());
	await upload.run();
	expect(kept).toBe('0123456789');
	expect(asked('files.put').map(({ at }) => at)).toEqual([0, 4, 8]);
	expect([upload.state, upload.file, upload.part]).toEqual(['done', file, 1]);
});

test('after the connection was lost it goes on where the store says', async () => {
	vi.useFakeTimers();
	let lost = 0;
	store((command) => {
		if (command !== 'files.put' || kept.length !== 4 || lost++ > 0) return;
		// The piece was kept, its reply lost.
		kept += '4567';
		throw away();
	});
	const upload = new Upload('p', source());
	const running = upload.run();
	await vi.waitFor(() => expect(upload.state).toBe('waiting'));
	await vi.advanceTimersByTimeAsync(2000);
	await running;
	expect(kept).toBe('0123456789');
	expect([asked('files.begin').length, asked('files.upload').length, upload.state]).toEqual([1, 1, 'done']);
});

test('a refused file says why and is given up', async () => {
	store((command) => {
		if (command === 'files.put') throw new CallError({ code: 'invalid', params: {}, fields: [{ field: 'content', code: 'file_executable', params: {} }], ref: '' });
	});
	const upload = new Upload('p', source());
	await upload.run();
	expect([upload.state, upload.error?.fields[0]?.code]).toEqual(['failed', 'file_executable']);
	expect(asked('files.cancel')).toEqual([{ id: 'f' }]);
});

test('cancelling stops the sending and takes the file back', async () => {
	const done = vi.fn();
	const uploads = new Uploads(() => 'p', done);
	store((command) => {
		if (command === 'files.put' && kept.length === 4) uploads.cancelAll();
	});
	uploads.add([source()]);
	await vi.waitFor(() => expect(asked('files.cancel').length).toBeGreaterThan(0));
	expect([uploads.all.length, done.mock.calls.length, asked('files.finish').length]).toEqual([0, 0, 0]);
});

test('what is whole is handed over and leaves the list', async () => {
	store();
	const done = vi.fn();
	const uploads = new Uploads(() => 'p', done);
	uploads.add([source()]);
	expect(uploads.busy).toBe(true);
	await vi.waitFor(() => expect(done).toHaveBeenCalledWith(file));
	expect([uploads.all.length, uploads.busy]).toEqual([0, false]);
});
