import type { Component } from 'svelte';
import type { KeyCommand } from '$lib/keys';
import { fold } from '$lib/ui';

/** One line that the box offers. */
export interface Found {
	id: string;
	label: string;
	/** What tells it from others of the same name. */
	detail?: string;
	icon?: Component<{ class?: string }>;
	keys?: string;
	run: () => void;
}

/** Looks something up while one types; a feature gives one. */
export interface Finder {
	id: string;
	heading: () => string;
	search: (text: string) => Promise<Found[]>;
}

export interface Section {
	id: string;
	heading: string;
	items: Found[];
}

const MOST_COMMANDS = 8;

/** What the box shows for what is typed: the finders' answers, then the commands that match. */
export class CommandBox {
	open = $state(false);
	text = $state('');
	/** Place of the marked line over all sections. */
	marked = $state(0);
	failed = $state.raw<unknown>(null);
	#found = $state.raw<Section[]>([]);
	#commands = $state.raw<KeyCommand[]>([]);
	#asked = 0;
	#asking: Promise<void> = Promise.resolve();

	constructor(readonly finders: () => Finder[]) {}

	sections = $derived.by((): Section[] => {
		const commands = this.#matching();
		const last = commands.length === 0 ? [] : [{ id: 'commands', heading: '', items: commands }];
		return [...this.#found, ...last];
	});

	items = $derived(this.sections.flatMap((section) => section.items));

	/** Opens with the commands that work on the screen below. */
	show(commands: KeyCommand[]): void {
		this.#commands = commands.filter((command) => command.box !== false);
		this.text = '';
		this.#found = [];
		this.failed = null;
		this.marked = 0;
		this.open = true;
	}

	type(text: string): Promise<void> {
		this.text = text;
		this.marked = 0;
		return (this.#asking = this.#find(text));
	}

	/** Enter: the marked line of what is found for what is typed, also when it is faster than the answer. */
	async enter(): Promise<void> {
		const asked = this.#asked;
		await this.#asking;
		if (asked === this.#asked && this.open) this.choose();
	}

	async #find(text: string): Promise<void> {
		const asked = ++this.#asked;
		const wanted = text.trim();
		try {
			const found = wanted === '' ? [] : await this.#ask(wanted);
			if (asked !== this.#asked) return;
			this.#found = found;
			this.failed = null;
		} catch (thrown) {
			if (asked === this.#asked) this.failed = thrown;
		}
	}

	move(by: number): void {
		const count = this.items.length;
		if (count > 0) this.marked = (this.marked + by + count) % count;
	}

	choose(item = this.items[this.marked]): void {
		if (item === undefined) return;
		this.open = false;
		item.run();
	}

	async #ask(text: string): Promise<Section[]> {
		const sections = await Promise.all(
			this.finders().map(async ({ id, heading, search }) => ({ id, heading: heading(), items: await search(text) }))
		);
		return sections.filter(({ items }) => items.length > 0);
	}

	#matching(): Found[] {
		const words = fold(this.text).split(/\s+/).filter(Boolean);
		const matching = this.#commands.filter((command) => {
			const label = fold(`${command.label()} ${command.group?.() ?? ''}`);
			return words.every((word) => label.includes(word));
		});
		const unique = new Map(matching.map((command) => [command.id, command]));
		return [...unique.values()].slice(0, words.length === 0 ? undefined : MOST_COMMANDS).map((command) => ({
			id: command.id, label: command.label(), keys: command.keys[0], run: () => command.run()
		}));
	}
}
