/* Settings of this workstation and this person's eyes; nothing of the clinic. */

export type Theme = 'light' | 'dark' | 'system';

const THEME = 'curanda.theme';

function readTheme(): Theme {
	const held = localStorage.getItem(THEME);
	return held === 'dark' || held === 'light' ? held : 'system';
}

class Preferences {
	#theme = $state<Theme>(readTheme());

	get theme(): Theme {
		return this.#theme;
	}

	set theme(next: Theme) {
		this.#theme = next;
		if (next === 'system') localStorage.removeItem(THEME);
		else localStorage.setItem(THEME, next);
		this.applyTheme();
	}

	applyTheme(): void {
		const dark = matchMedia('(prefers-color-scheme: dark)').matches;
		document.documentElement.dataset.theme =
			this.#theme === 'system' ? (dark ? 'dark' : 'light') : this.#theme;
	}

	/** Keeps up with the operating system while the theme is `system`. Returns the way to stop. */
	followSystem(): () => void {
		const query = matchMedia('(prefers-color-scheme: dark)');
		const apply = () => this.applyTheme();
		query.addEventListener('change', apply);
		return () => query.removeEventListener('change', apply);
	}
}

export const preferences = new Preferences();
