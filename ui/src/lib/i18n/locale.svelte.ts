import { baseLocale, isLocale, locales, overwriteGetLocale, setLocale } from '$lib/paraglide/runtime';

export type Locale = (typeof locales)[number];

const KEY = 'PARAGLIDE_LOCALE';

function stored(): Locale | undefined {
	const held = globalThis.localStorage?.getItem(KEY);
	return isLocale(held) ? held : undefined;
}

function preferred(): Locale | undefined {
	const wanted = globalThis.navigator?.languages ?? [];
	return wanted.map((tag) => tag.split('-')[0]).find(isLocale);
}

/** The language of the screens. Messages read it, so a change redraws text and keeps what was typed. */
let current = $state<Locale>(stored() ?? preferred() ?? baseLocale);
overwriteGetLocale(() => current);

export const language = {
	get current(): Locale {
		return current;
	},
	set current(next: Locale) {
		current = next;
		void setLocale(next, { reload: false });
		document.documentElement.lang = next;
	}
};

export { isLocale };
