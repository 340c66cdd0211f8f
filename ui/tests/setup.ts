import { vi } from 'vitest';

// jsdom has no media queries.
vi.stubGlobal('matchMedia', (query: string) => ({
	matches: false,
	media: query,
	addEventListener: () => undefined,
	removeEventListener: () => undefined
}));
