import { expect, it, vi } from 'vitest';
import { Connection } from './connection.svelte';
import type { Connection as Told } from './generated/Connection';
import type { Api, Topic } from './types';

/** A core that tells when its stores come and go. */
class Core {
	told: Told = { store_down_since: null, documents_down_since: null };
	#hear: (topics: Topic[]) => void = () => undefined;
	readonly api = { call: async () => this.told, onStale: (hear: (topics: Topic[]) => void) => ((this.#hear = hear), () => undefined) } as unknown as Api;

	tell(told: Partial<Told>) {
		this.told = { ...this.told, ...told };
		this.#hear(['connection']);
	}
}

it('a store that goes away while nobody calls is told, and its return', async () => {
	const [core, connection, returned] = [new Core(), new Connection(), vi.fn()];
	connection.watch(core.api).onStale(() => undefined);
	connection.onReturn(returned);
	await vi.waitFor(() => expect(connection.state).toBe('connected'));

	core.tell({ documents_down_since: '2026-11-26T10:00:00Z' });
	await vi.waitFor(() => expect(connection.state).toBe('documents_away'));
	core.tell({ store_down_since: '2026-11-26T10:00:05Z' });
	await vi.waitFor(() => expect(connection.state).toBe('reconnecting'));

	core.tell({ store_down_since: null, documents_down_since: null });
	await vi.waitFor(() => expect(connection.state).toBe('connected'));
	expect(returned).toHaveBeenCalledOnce();
});
