/** Where the session token lives between calls: memory in the window, the tab's storage in a browser. */
export interface TokenStore {
	get(): string | null;
	set(token: string | null): void;
}

export function memoryTokens(): TokenStore {
	let held: string | null = null;
	return { get: () => held, set: (token) => (held = token) };
}

const KEY = 'curanda.session';

export function tabTokens(): TokenStore {
	return {
		get: () => sessionStorage.getItem(KEY),
		set: (token) => (token === null ? sessionStorage.removeItem(KEY) : sessionStorage.setItem(KEY, token))
	};
}
