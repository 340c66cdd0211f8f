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
			'no-restricted-syntax': [
				'error',
				{ selector: 'NewExpression[callee.object.name="Intl"][callee.property.name=/^(DateTime|Number)Format$/]', message: 'They are slow to make: src/lib/i18n/intl.ts makes each once.' },
				{ selector: 'CallExpression[callee.object.type="MemberExpression"][callee.object.property.name=/_at$/][callee.property.name="slice"]', message: 'An instant falls on another day in another zone: dayOf() of src/lib/i18n/format.ts.' }
			],
			'no-restricted-imports': [
				'error',
				{ patterns: [{ group: ['@tauri-apps/*'], message: 'Only src/lib/api/ talks to the shell.' }] }
			]
		}
	},
	{ files: ['src/lib/i18n/intl.ts'], rules: { 'no-restricted-syntax': 'off' } },
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
