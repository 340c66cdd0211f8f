import { getContext, setContext, untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import { matches, worksInFields } from './bindings';

/** Something a key does. One entry drives the key, the key bar, the list of keys and the command box. */
export interface KeyCommand {
	id: string;
	/** One or more bindings, such as `['c']` or `['arrowup', 'arrowdown']`. Empty: command box only. */
	keys: string[];
	label: () => string;
	run: (event?: KeyboardEvent) => void;
	/** Whether it works now; the key bar and the command box show only what works. */
	when?: () => boolean;
	/** Where it belongs in the list of all keys. */
	group?: () => string;
	/** Shown in the key bar at the bottom; true unless said otherwise. */
	bar?: boolean;
	/** Offered in the command box; true unless said otherwise (moving the cursor is no command). */
	box?: boolean;
	/** Also while typing in a field; by default only Ctrl, Alt, Esc and function keys do. */
	inFields?: boolean;
}

interface Entry {
	commands: () => KeyCommand[];
	layer: number;
}

const LAYER = Symbol('key layer');

/** All commands of the mounted components. Later ones win; an open dialog silences what is under it. */
class KeyRegistry {
	#entries = new SvelteMap<symbol, Entry>();
	#layers = $state<number[]>([]);
	#nextLayer = 1;

	/** Commands of the front layer, the last registered first, each with the keys that reach it. Bars and lists show them from the end. */
	active = $derived.by(() => reachable(this.#collect().filter((command) => command.when?.() ?? true)));

	get front(): number {
		return this.#layers.at(-1) ?? 0;
	}

	add(commands: () => KeyCommand[], layer: number): () => void {
		const id = Symbol();
		this.#entries.set(id, { commands, layer });
		return () => this.#entries.delete(id);
	}

	openLayer(): number {
		return this.#nextLayer++;
	}

	raise(layer: number): () => void {
		this.#layers = [...this.#layers, layer];
		return () => (this.#layers = this.#layers.filter((other) => other !== layer));
	}

	#collect(): KeyCommand[] {
		const entries = [...this.#entries.values()].reverse();
		return entries.filter(({ layer }) => layer === this.front).flatMap(({ commands }) => commands());
	}

	/** Runs a command by its id, as the native menu asks for it; nothing when it does not work now. */
	run(id: string): void {
		this.active.find((command) => command.id === id)?.run();
	}

	/** Runs the command of a key press. Returns whether there was one. */
	dispatch(event: KeyboardEvent): boolean {
		if (event.defaultPrevented || event.isComposing || event.getModifierState('AltGraph')) return false;
		const command = this.active.find((candidate) => answers(candidate, event));
		if (command === undefined) return false;
		event.preventDefault();
		command.run(event);
		return true;
	}
}

const inFields = (command: KeyCommand, key: string): boolean => command.inFields ?? worksInFields(key);

/** Without the keys that a command in front answers: what a bar or a list shows is what the key does. */
function reachable(commands: KeyCommand[]): KeyCommand[] {
	/** Each key that is taken, and whether in fields too. */
	const taken = new Map<string, boolean>();
	return commands.map((command) => {
		const free = command.keys.filter((key) => !taken.has(key) || (inFields(command, key) && !taken.get(key)));
		for (const key of free) taken.set(key, inFields(command, key));
		return free.length === command.keys.length ? command : { ...command, keys: free };
	});
}

function answers(command: KeyCommand, event: KeyboardEvent): boolean {
	const binding = command.keys.find((key) => matches(key, event));
	if (binding === undefined) return false;
	if (isTyping(event.target)) return inFields(command, binding);
	return !pressesTarget(event);
}

function isTyping(target: EventTarget | null): boolean {
	if (!(target instanceof HTMLElement)) return false;
	if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'submit'].includes(target.type);
	// A menu takes letters as the beginning of its entries.
	return target.isContentEditable || target.matches('textarea, select') || target.closest('[role=menu]') !== null;
}

/** Enter and Space belong to the button or link that has the focus. */
function pressesTarget(event: KeyboardEvent): boolean {
	if (event.key !== 'Enter' && event.key !== ' ') return false;
	if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return false;
	const target = event.target;
	return target instanceof HTMLElement && target.matches('button, a[href], summary, [role="menuitem"], input');
}

export const keys = new KeyRegistry();

/** Registers commands for as long as the component lives. The function is read again when state changes. */
export function useKeys(commands: () => KeyCommand[]): void {
	const layer = getContext<number | undefined>(LAYER) ?? 0;
	$effect(() => untrack(() => keys.add(commands, layer)));
}

/** For dialogs: what is registered inside is alone while `open`. Call while the component is created. */
export function useKeyLayer(open: () => boolean): void {
	const layer = keys.openLayer();
	setContext(LAYER, layer);
	$effect(() => {
		if (open()) return untrack(() => keys.raise(layer));
	});
}
