import { api, toApiError, type ApiError } from '$lib/api';
import type { ChartCursor } from '$lib/api/generated/ChartCursor';
import type { ChartEntry } from '$lib/api/generated/ChartEntry';
import type { ChartFilter } from '$lib/api/generated/ChartFilter';
import type { ChartTimeline } from '$lib/api/generated/ChartTimeline';

export const PAGE = 100;
/** What is drawn and put away together: few enough for one frame. */
const BLOCK = 20;

/** The pages of a timeline that were read so far. The first is a query of its own, which hears of changes; the others follow it. */
export class TimelinePages {
	pages = $state.raw<ChartEntry[][]>([]);
	next = $state.raw<ChartCursor | null>(null);
	busy = $state(false);
	error = $state.raw<ApiError | null>(null);
	#asked = 0;

	constructor(
		readonly patient: () => string,
		readonly only: () => ChartFilter[]
	) {}

	blocks = $derived(this.pages.flatMap((page) => Array.from({ length: Math.ceil(page.length / BLOCK) }, (_, n) => page.slice(n * BLOCK, (n + 1) * BLOCK))));
	count = $derived(this.pages.reduce((sum, page) => sum + page.length, 0));

	/** Other filters: nothing of the old ones stays. */
	reset(): void {
		this.#asked++;
		this.pages = [];
		this.next = this.error = null;
		this.busy = false;
	}

	/** The first page came, or came again after a change; as many pages as before follow it. */
	async begin(first: ChartTimeline): Promise<void> {
		const before = this.pages.length;
		const asked = ++this.#asked;
		this.busy = false;
		let { entries, next } = first;
		const pages = [entries];
		// What one looks at stays until all of it has come again.
		if (before <= 1) [this.pages, this.next] = [pages, next];
		while (next !== null && pages.length < before) {
			const page = await this.#read(next);
			if (asked !== this.#asked || page === null) return;
			({ entries, next } = page);
			pages.push(entries);
		}
		[this.pages, this.next, this.error] = [pages, next, null];
	}

	/** The page after the last. */
	async more(): Promise<void> {
		if (this.next === null || this.busy) return;
		const asked = this.#asked;
		this.busy = true;
		const page = await this.#read(this.next);
		if (asked !== this.#asked) return;
		this.busy = false;
		if (page === null) return;
		this.pages = [...this.pages, page.entries];
		this.next = page.next;
	}

	async #read(after: ChartCursor): Promise<ChartTimeline | null> {
		try {
			const page = await api.call('chart.timeline', { patient_id: this.patient(), only: this.only(), after, limit: PAGE });
			this.error = null;
			return page;
		} catch (thrown) {
			this.error = toApiError(thrown);
			return null;
		}
	}
}
