import { vi } from 'vitest';

const OPEN = '⟦';
const CLOSE = '⟧';

/** For `vi.mock('$lib/paraglide/messages', pseudo)`: every catalogue text stands in brackets. */
export async function pseudo(original: () => Promise<unknown>) {
	const { m } = (await original()) as { m: Record<string, (...values: unknown[]) => string> };
	const marked = Object.fromEntries(
		Object.entries(m).map(([key, text]) => [key, (...values: unknown[]) => OPEN + text(...values) + CLOSE])
	);
	return { m: marked, ...marked };
}

/** What a person can read in `root` that no catalogue gave, apart from data of the test itself. */
export function strayTexts(root: ParentNode, data: string[]): string[] {
	const texts = [...root.querySelectorAll('*')].flatMap((element) => [
		...[...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent ?? ''),
		...['aria-label', 'title', 'placeholder', 'alt'].map((name) => element.getAttribute(name) ?? '')
	]);
	return texts.map((text) => strip(text, data)).filter((text) => /\p{L}{2,}/u.test(text));
}

function strip(text: string, data: string[]): string {
	const marked = new RegExp(`${OPEN}[^${OPEN}${CLOSE}]*${CLOSE}`, 'g');
	let rest = text;
	while (marked.test(rest)) rest = rest.replace(marked, '');
	return [...data, 'Curanda'].reduce((left, word) => left.replaceAll(word, ''), rest);
}

/** Key caps are the same in all languages. */
export const KEY_CAPS = ['Ctrl', 'Alt', 'Shift', 'Enter', 'Esc'];

vi.stubGlobal('ResizeObserver', class {
	observe() {}
	unobserve() {}
	disconnect() {}
});
