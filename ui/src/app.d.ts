declare global {
	interface Window {
		/** Present only inside the desktop shell. */
		__TAURI_INTERNALS__?: unknown;
	}
}

export {};
