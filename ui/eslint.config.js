import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

export default ts.config(
	{ ignores: ['build/', '.svelte-kit/', 'src/lib/paraglide/', 'src/lib/api/generated/'] },
	js.configs.recommended,
	...ts.configs.recommended,
	...svelte.configs.recommended,
	{ languageOptions: { globals: { ...globals.browser, ...globals.node } } },
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } }
	},
	{
		rules: {
			'no-undef': 'off',
			'no-console': 'error',
			// Links are plain paths: the program is always served from the root.
			'svelte/no-navigation-without-resolve': 'off',
			// Collections that live for one call need no reactivity.
			'svelte/prefer-svelte-reactivity': 'off',
			'no-restricted-imports': [
				'error',
				{ patterns: [{ group: ['@tauri-apps/*'], message: 'Only src/lib/api/ talks to the shell.' }] }
			]
		}
	},
	{ files: ['src/lib/api/**', 'src/lib/api/**/*.test.ts'], rules: { 'no-restricted-imports': 'off' } },
	{
		files: ['src/lib/ui/**'],
		rules: {
			'no-restricted-imports': [
				'error',
				{ patterns: [{ group: ['$lib/features/*', '$lib/api', '$lib/api/*', '@tauri-apps/*'], message: 'Tier 1 knows no clinic word.' }] }
			]
		}
	}
);
