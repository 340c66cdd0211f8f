/* A binding is written as people read it: `c`, `ctrl+k`, `alt+1`, `shift+enter`, `arrowup`, `?`, `[`. */

const onMac = /Mac/.test(globalThis.navigator?.platform ?? '');

interface Stroke {
	key: string;
	ctrl: boolean;
	alt: boolean;
	shift: boolean;
}

function parse(binding: string): Stroke {
	const parts = binding === '+' ? ['+'] : binding.split('+');
	const held = (name: 'ctrl' | 'alt' | 'shift') => parts.slice(0, -1).includes(name);
	return { key: parts.at(-1)!, ctrl: held('ctrl'), alt: held('alt'), shift: held('shift') };
}

/** The key as the layout writes it, or by its place on keyboards whose letters are not Latin. */
function keyOf(event: KeyboardEvent): string {
	const byPlace = /^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(event.code)?.[1]?.toLowerCase();
	const isForeign = event.key.length === 1 && event.key > '\u007e';
	if (byPlace !== undefined && (event.altKey || isForeign)) return byPlace;
	return event.key === ' ' ? 'space' : event.key.toLowerCase();
}

const isSymbol = (key: string) => key.length === 1 && !/[a-z0-9]/.test(key);

export function matches(binding: string, event: KeyboardEvent): boolean {
	const stroke = parse(binding);
	const ctrl = onMac ? event.metaKey : event.ctrlKey;
	return (
		keyOf(event) === stroke.key &&
		ctrl === stroke.ctrl &&
		event.altKey === stroke.alt &&
		// Which symbols need Shift depends on the layout.
		(isSymbol(stroke.key) || event.shiftKey === stroke.shift)
	);
}

/** Whether a binding can be typed into a text field without being taken for text. */
export function worksInFields(binding: string): boolean {
	const { key, ctrl, alt } = parse(binding);
	return ctrl || alt || key === 'escape' || /^f\d+$/.test(key);
}

const CAPS: Record<string, string> = {
	ctrl: onMac ? '⌘' : 'Ctrl',
	alt: onMac ? '⌥' : 'Alt',
	shift: 'Shift',
	arrowup: '↑',
	arrowdown: '↓',
	arrowleft: '←',
	arrowright: '→',
	enter: 'Enter',
	escape: 'Esc',
	space: 'Space',
	pageup: 'PgUp',
	pagedown: 'PgDn',
	home: 'Home',
	end: 'End',
	delete: 'Del',
	tab: 'Tab'
};

/** The key caps to draw for a binding, in the order they are pressed. */
export function caps(binding: string): string[] {
	const parts = binding === '+' ? ['+'] : binding.split('+');
	return parts.map((part) => CAPS[part] ?? part.toUpperCase());
}

/** For `aria-keyshortcuts`. */
export function ariaKeys(binding: string): string {
	const names: Record<string, string> = { ctrl: onMac ? 'Meta' : 'Control', alt: 'Alt', shift: 'Shift' };
	const parts = binding === '+' ? ['+'] : binding.split('+');
	return parts.map((part) => names[part] ?? part.charAt(0).toUpperCase() + part.slice(1)).join('+');
}
