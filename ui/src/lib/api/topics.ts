import type { Topic } from './types';

/**
 * Whether a change makes what was read stale. Topics are paths: a change of `appointments:L` reaches what
 * reads `appointments:L:2026-11-24`, and a change of that day reaches what reads all of `appointments:L`.
 */
export function touches(changed: Topic, read: Topic): boolean {
	return changed === read || changed.startsWith(`${read}:`) || read.startsWith(`${changed}:`);
}

export function anyTouches(changed: readonly Topic[], read: readonly Topic[]): boolean {
	return changed.some((topic) => read.some((held) => touches(topic, held)));
}
