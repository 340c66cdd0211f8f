import type { Invoice } from '$lib/api/generated/Invoice';
import type { PaymentMethod } from '$lib/api/generated/PaymentMethod';
import type { TakePayment } from '$lib/api/generated/TakePayment';
import { Write } from '$lib/api/queries.svelte';
import { fieldTexts } from '$lib/i18n/errors';
import { language } from '$lib/i18n/locale.svelte';
import { announcedFor, parseAmount, typedAmount } from './amounts';
import { receiptPaper, show } from './print';

const DRAWER = 'curanda.drawer';

/** The drawer, or the desk, of this workstation. */
export const drawer = (): string => globalThis.localStorage?.getItem(DRAWER) ?? '1';

export function keepDrawer(name: string): void {
	globalThis.localStorage?.setItem(DRAWER, name);
}

/** A payment for one invoice, as it is being typed. A draft is issued by taking money for it. */
export class PaymentForm {
	method = $state<PaymentMethod>('cash');
	typed = $state<string | null>(null);
	given = $state('');
	brand = $state('');
	transaction = $state('');
	/** The chosen policy; the first that covers until one was chosen. */
	policy = $state<string | null>(null);
	pending = $state(false);
	printing = $state(true);
	readonly issue = new Write('billing.issue');
	readonly pay = new Write('billing.pay');
	readonly receipt = new Write('billing.receipt_pdf');

	constructor(readonly invoice: () => Invoice) {}

	/** What is asked for and did not come. */
	left = $derived.by(() => (this.invoice().status === 'draft' ? this.invoice().total : this.invoice().owed));
	/** Of it, what is announced and may still come. */
	announced = $derived.by(() => announcedFor(this.invoice()));
	amountText = $derived.by(() => this.typed ?? typedAmount(this.suggested, this.invoice().currency));
	amount = $derived.by(() => parseAmount(this.amountText, this.invoice().currency));
	tendered = $derived.by(() => (this.method === 'cash' && this.given.trim() !== '' ? parseAmount(this.given, this.invoice().currency) : null));
	change = $derived.by(() => (this.tendered === null || this.amount === null ? null : this.tendered - this.amount));
	busy = $derived.by(() => this.issue.busy || this.pay.busy);
	error = $derived.by(() => this.issue.error ?? this.pay.error);
	errors = $derived.by(() => fieldTexts(this.error));
	ready = $derived.by(() => this.amount !== null && this.amount > 0 && (this.given.trim() === '' || this.tendered !== null || this.method !== 'cash'));

	/** All that is left and not announced; of one's own credit no more than there is. */
	get suggested(): number {
		const unannounced = Math.max(this.left - this.announced, 0);
		return this.method === 'credit' ? Math.min(unannounced, this.invoice().credit) : unannounced;
	}

	choose(method: PaymentMethod): void {
		this.method = method;
		this.pay.error = null;
		if (method === 'cash' || method === 'credit') this.pending = false;
	}

	request(invoice: Invoice): TakePayment {
		const amount = this.amount ?? 0;
		const isClaim = this.method === 'insurance';
		return {
			location_id: invoice.location_id, patient_id: invoice.patient_id, amount: { amount, currency: invoice.currency }, method: this.method,
			brand: this.brand, transaction_id: isClaim ? '' : this.transaction, tendered: this.tendered,
			policy_id: isClaim ? this.policy : null,
			pending: this.pending, shares: [{ invoice_id: invoice.id, amount }], drawer: drawer()
		};
	}

	/** Takes it, and prints the receipt when there is one. What came of it, or nothing when it was refused. */
	async take() {
		if (this.busy || !this.ready) return undefined;
		let invoice: Invoice | undefined = this.invoice();
		if (invoice.status === 'draft') invoice = await this.issue.attempt({ id: invoice.id, version: invoice.version });
		const taken = invoice && (await this.pay.attempt(this.request(invoice)));
		if (taken === undefined) return undefined;
		this.reset();
		if (this.printing && taken.payment.receipt_number !== null) await this.print(taken.payment.id);
		return taken;
	}

	async print(paymentId: string): Promise<void> {
		await show(await this.receipt.attempt({ payment_id: paymentId, paper: receiptPaper(), language: language.current }));
	}

	reset(): void {
		this.typed = null;
		this.given = this.brand = this.transaction = '';
		this.pending = false;
		this.policy = null;
		this.method = 'cash';
	}
}
