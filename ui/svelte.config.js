import adapter from '@sveltejs/adapter-static';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: vitePreprocess(),
	kit: {
		adapter: adapter({ fallback: 'index.html' }),
		// The window's content security policy allows scripts of our own only: no inline bootstrap.
		output: { bundleStrategy: 'split' }
	},
	compilerOptions: { runes: ({ filename }) => (filename.includes('node_modules') ? undefined : true) }
};
