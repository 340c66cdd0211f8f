import { emit, listen } from '@tauri-apps/api/event';

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
