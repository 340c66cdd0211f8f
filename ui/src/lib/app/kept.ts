/*
 * What is half typed in a form that was left: it is there again when one comes back, until it is saved or thrown away or the person
 * leaves the program. In memory only; notes have their journal.
 */

const forms = new Map<string, unknown>();

/** What was left under this key, or what `make` makes. */
export function kept<T>(key: string, make: () => T): T {
	if (!forms.has(key)) forms.set(key, make());
	return forms.get(key) as T;
}

/** It was saved or thrown away. */
export function letGo(key: string): void {
	forms.delete(key);
}

/** Somebody else may sit here next. */
export function letGoOfAll(): void {
	forms.clear();
}
