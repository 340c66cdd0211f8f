import type { Finder } from './command-box.svelte';

/** What the command box looks up besides commands; features add theirs. */
export const finders: Finder[] = [];
