import type { PrescribedItem } from '$lib/api/generated/PrescribedItem';
import type { Warning } from '$lib/api/generated/Warning';
import { Write } from '$lib/api/queries.svelte';
import { refusedWarnings } from './labels';

/** A repeat being dispensed. What came since it was prescribed is answered before it goes on. */
export class Refill {
	readonly write = new Write('prescribing.use_refill');
	/** The medicine whose repeat is held back. */
	held = $state.raw<PrescribedItem | null>(null);
	warnings = $state.raw<Warning[]>([]);
	/** Reasons by the warning's key. */
	reasons = $state<Record<string, string>>({});
	/** The first warning that is not answered. */
	first = $derived(this.warnings.find((warning) => !this.reasons[warning.key]));

	async use(item: PrescribedItem): Promise<PrescribedItem | undefined> {
		if (this.held?.id !== item.id) this.reset();
		const answers = Object.entries(this.reasons).map(([key, reason]) => ({ key, reason }));
		const used = await this.write.attempt({ id: item.id, version: item.version, answers });
		const named = refusedWarnings(this.write.error);
		if (used) this.reset();
		else if (named.length > 0) {
			this.held = item;
			this.warnings = [...this.warnings.filter((known) => this.reasons[known.key]), ...named];
		}
		return used;
	}

	/** Keeps a reason; with the last one it goes on. */
	async keep(key: string, reason: string): Promise<PrescribedItem | undefined> {
		this.reasons[key] = reason;
		return this.held && this.first === undefined ? this.use(this.held) : undefined;
	}

	reset(): void {
		Object.assign(this, { held: null, warnings: [], reasons: {} });
	}
}
