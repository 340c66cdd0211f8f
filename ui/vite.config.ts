import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';
import { paraglide } from './paraglide.config.js';

// `curanda serve` answers the command table while developing in a browser.
const serve = process.env.CURANDA_SERVE_URL ?? 'http://127.0.0.1:4780';
const proxy = { '/rpc': serve, '/stale': serve };

// Tests run on the catalogues that `npm test` has compiled; the plugin's watcher would keep them from ending.
const messages = process.env.VITEST ? [] : [paraglideVitePlugin(paraglide)];

export default defineConfig({
	plugins: [...messages, sveltekit(), svelteTesting()],
	build: { target: 'es2022' },
	server: { proxy },
	preview: { proxy },
	test: {
		environment: 'jsdom',
		include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
		setupFiles: ['tests/setup.ts'],
		env: { TZ: 'UTC' }
	}
});
