/*
 * What is half typed in a form that was left: it is there again when one comes back, until it is saved or thrown away or the person
 * leaves the program. In memory only; notes have their journal.
 */

const forms = new Map<string, { form: unknown; end: () => void }>();

/** What was left under this key, or what `make` makes. It outlives the component that asks for it, and so does what it derives. */
export function kept<T>(key: string, make: () => T): T {
	let there = forms.get(key);
	if (there === undefined) {
		let form: unknown;
		const end = $effect.root(() => void (form = make()));
		there = { form, end };
		forms.set(key, there);
	}
	return there.form as T;
}

/** It was saved or thrown away. */
export function letGo(key: string): void {
	forms.get(key)?.end();
	forms.delete(key);
}

/** Somebody else may sit here next. */
export function letGoOfAll(): void {
	[...forms.keys()].forEach(letGo);
}
