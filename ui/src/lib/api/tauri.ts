import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type { TokenStore } from './session';
import { open, unreachable, type Api, type Call, type Reply, type Topic } from './types';

/** The command table inside the desktop shell. */
export function tauriApi(tokens: TokenStore): Api {
	return {
		async call(command, request, options) {
			const call: Call = {
				command,
				request,
				session: tokens.get(),
				command_id: options?.commandId ?? null
			};
			const reply = await invoke<Reply>('rpc', { call }).catch(() => {
				throw unreachable();
			});
			return open<typeof command>(reply);
		},
		onStale(callback) {
			const listening = listen<Topic[]>('stale', (event) => callback(event.payload));
			return () => void listening.then((stop) => stop());
		}
	};
}
