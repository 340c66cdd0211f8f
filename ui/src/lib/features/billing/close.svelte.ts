import type { CloseDrawer } from '$lib/api/generated/CloseDrawer';
import type { DrawerRow } from '$lib/api/generated/DrawerRow';
import type { DrawerSession } from '$lib/api/generated/DrawerSession';
import { Write } from '$lib/api/queries.svelte';
import { fieldTexts } from '$lib/i18n/errors';
import { digitsOf, parseAmount } from './amounts';

/** Coins and notes in use, the largest first, in whole units. A currency that is not here is counted as a sum. */
const PIECES: Record<string, readonly number[]> = {
	EUR: [200, 100, 50, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01],
	USD: [100, 50, 20, 10, 5, 1, 0.25, 0.1, 0.05, 0.01],
	GBP: [50, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01],
	VND: [500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200]
};

/** In minor units. */
export function denominations(currency: string): number[] {
	return (PIECES[currency] ?? []).map((whole) => Math.round(whole * 10 ** digitsOf(currency)));
}

export const rowKey = (row: Pick<DrawerRow, 'account' | 'currency'>): string => `${row.account} ${row.currency}`;

/** A drawer while it is counted. */
export class DayCount {
	/** What was typed, by method and currency. */
	typed = $state<Record<string, string>>({});
	/** How many of each coin and note, by currency and denomination. */
	pieces = $state<Record<string, string>>({});
	explanation = $state('');
	readonly write = new Write('billing.close_drawer');

	constructor(readonly session: () => DrawerSession) {}

	#pieces(currency: string) {
		const typed = denominations(currency).map((denomination) => ({ denomination, text: (this.pieces[`${currency} ${denomination}`] ?? '').trim() }));
		return typed.filter(({ text }) => /^[1-9]\d*$/.test(text)).map(({ denomination, text }) => ({ denomination, pieces: Number(text) }));
	}

	/** What was counted; null while nothing, or nothing readable, was typed. */
	counted(row: DrawerRow): number | null {
		const text = this.typed[rowKey(row)]?.trim() ?? '';
		if (text !== '') return parseAmount(text, row.currency);
		const pieces = row.account === 'cash' ? this.#pieces(row.currency) : [];
		return pieces.length === 0 ? null : pieces.reduce((sum, { denomination, pieces }) => sum + denomination * pieces, 0);
	}

	difference(row: DrawerRow): number | null {
		const counted = this.counted(row);
		return counted === null ? null : counted - row.expected;
	}

	differs = $derived.by(() => this.session().rows.some((row) => (this.difference(row) ?? 0) !== 0));
	ready = $derived.by(() => this.session().rows.every((row) => this.counted(row) !== null) && (!this.differs || this.explanation.trim() !== ''));
	errors = $derived.by(() => fieldTexts(this.write.error));

	request(): CloseDrawer {
		const { id, rows } = this.session();
		const counts = rows.map((row) => {
			const byHand = (this.typed[rowKey(row)]?.trim() ?? '') !== '';
			const pieces = row.account === 'cash' && !byHand ? this.#pieces(row.currency) : [];
			return { account: row.account, counted: { amount: this.counted(row) ?? 0, currency: row.currency }, pieces };
		});
		return { id, counts, explanation: this.explanation };
	}

	async close(): Promise<DrawerSession | undefined> {
		return this.ready ? this.write.attempt(this.request()) : undefined;
	}
}
