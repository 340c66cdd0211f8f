import Monitor from '@lucide/svelte/icons/monitor';
import Moon from '@lucide/svelte/icons/moon';
import Sun from '@lucide/svelte/icons/sun';
import { preferences, type Theme } from '$lib/app/preferences.svelte';
import { language, type Locale } from '$lib/i18n/locale.svelte';
import { saveLook } from '$lib/features/identity/workstation-settings';
import { m } from '$lib/paraglide/messages';
import type { MenuItem } from '$lib/ui';

/** A language is named in itself, so that whoever needs it can read it. */
const LANGUAGES: [Locale, string][] = [
	['en', 'English'],
	['vi', 'Tiếng Việt']
];

export function chooseTheme(theme: Theme): void {
	preferences.theme = theme;
	void saveLook('workstation.theme', theme);
}

function chooseLanguage(next: Locale): void {
	language.current = next;
	void saveLook('workstation.language', next);
}

/** Theme and language, as two groups of a menu. */
export function lookGroups(): { heading: string; items: MenuItem[] }[] {
	const themes = [
		{ value: 'light', label: m.common_theme_light(), icon: Sun },
		{ value: 'dark', label: m.common_theme_dark(), icon: Moon },
		{ value: 'system', label: m.common_theme_system(), icon: Monitor }
	] as const;
	return [
		{
			heading: m.common_theme(),
			items: themes.map(({ value, label, icon }) => ({
				label, icon, checked: preferences.theme === value, run: () => chooseTheme(value)
			}))
		},
		{
			heading: m.common_language(),
			items: LANGUAGES.map(([value, label]) => ({
				label, checked: language.current === value, run: () => chooseLanguage(value)
			}))
		}
	];
}
