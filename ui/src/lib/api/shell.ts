import { invoke } from '@tauri-apps/api/core';
import { emit, listen } from '@tauri-apps/api/event';
import { tokens } from './index';
import { CallError, type ApiError } from './types';

/* What the desktop shell and the window tell each other besides calls. In a browser there is no shell. */

const inShell = typeof window !== 'undefined' && window.__TAURI_INTERNALS__ !== undefined;

/** Calls back with the id of the command that was chosen in the native menu. Returns the way to stop. */
export function onMenu(callback: (command: string) => void): () => void {
	if (!inShell) return () => undefined;
	const listening = listen<string>('menu', (event) => callback(event.payload));
	return () => void listening.then((stop) => stop());
}

/** The native menu speaks the window's language. */
export function tellLanguage(language: string): void {
	if (inShell) void emit('language', language);
}

/** Opens a finished PDF where it can be printed: in the system's viewer, in a browser in a tab of its own. Whether it opened. */
export async function openDocument(name: string, base64: string): Promise<boolean> {
	if (inShell) return invoke('open_document', { name, content: base64 }).then(() => true, () => false);
	const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
	const url = URL.createObjectURL(new Blob([bytes], { type: 'application/pdf' }));
	setTimeout(() => URL.revokeObjectURL(url), 60_000);
	return window.open(url, '_blank') !== null;
}

/** Puts a finished list among this person's downloads. Where it lies; null when it could not be written. */
export async function saveFile(name: string, type: string, content: string): Promise<string | null> {
	if (inShell) return invoke<string>('save_file', { name, content }).catch(() => null);
	const url = URL.createObjectURL(new Blob([content], { type }));
	Object.assign(document.createElement('a'), { href: url, download: name }).click();
	setTimeout(() => URL.revokeObjectURL(url), 60_000);
	return name;
}

/** Opens a filed file in the system's own program, by its kind: the shell reads it from the core itself. Null outside the shell. */
export async function openFile(id: string): Promise<boolean | null> {
	if (!inShell) return null;
	return invoke<ApiError | null>('open_file', { id, session: tokens.get() }).then((refused) => {
		if (refused !== null) throw new CallError(refused);
		return true;
	});
}
