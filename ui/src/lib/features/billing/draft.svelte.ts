import type { Discount } from '$lib/api/generated/Discount';
import type { Invoice } from '$lib/api/generated/Invoice';
import type { LineForm } from '$lib/api/generated/LineForm';
import type { PriceItem } from '$lib/api/generated/PriceItem';
import { Write } from '$lib/api/queries.svelte';
import { fieldTexts } from '$lib/i18n/errors';
import { parseAmount, parseRate, typedAmount, typedRate } from './amounts';

/** A line as it is typed. */
export interface DraftLine {
	serviceId: string | null;
	description: string;
	quantity: string;
	price: string;
	rate: string;
	off: string;
	offReason: string;
}

/** `10 %` of it, or an amount off it. Null when it is neither; undefined when nothing was typed. */
export function parseDiscount(text: string, reason: string, currency: string): Discount | null | undefined {
	const typed = text.trim();
	if (typed === '') return undefined;
	const isPercent = typed.endsWith('%');
	const value = isPercent ? parseRate(typed) : parseAmount(typed, currency);
	return value === null ? null : { kind: isPercent ? 'percent' : 'amount', value, reason };
}

export function typedDiscount(discount: Discount | null, currency: string): string {
	if (discount === null) return '';
	return discount.kind === 'percent' ? `${typedRate(discount.value)} %` : typedAmount(discount.value, currency);
}

/** A draft's lines while they are edited. What cannot be read is marked here, before the core is asked. */
export class DraftEdit {
	lines = $state<DraftLine[]>([]);
	off = $state('');
	offReason = $state('');
	note = $state('');
	readonly write = new Write('billing.save_invoice');

	constructor(readonly invoice: Invoice) {
		this.lines = invoice.lines.map((line) => this.#typed(line));
		this.off = typedDiscount(invoice.discount, invoice.currency);
		this.offReason = invoice.discount?.reason ?? '';
		this.note = invoice.note;
	}

	#typed({ service_id, description, quantity, unit_price, tax_rate, discount }: LineForm): DraftLine {
		const { currency } = this.invoice;
		return {
			serviceId: service_id, description, quantity: String(quantity), price: typedAmount(unit_price, currency), rate: typedRate(tax_rate),
			off: typedDiscount(discount, currency), offReason: discount?.reason ?? ''
		};
	}

	add(item: PriceItem | null): void {
		const line = { service_id: item?.service_id ?? null, description: item?.name ?? '', quantity: 1, unit_price: item?.price ?? 0, tax_rate: item?.tax_rate ?? 0, discount: null };
		this.lines.push(this.#typed(line));
	}

	remove(at: number): void {
		this.lines.splice(at, 1);
	}

	read(line: DraftLine): LineForm | null {
		const { currency } = this.invoice;
		const [unit_price, tax_rate, discount] = [parseAmount(line.price, currency), parseRate(line.rate), parseDiscount(line.off, line.offReason, currency)];
		const quantity = /^\d{1,5}$/.test(line.quantity.trim()) ? Number(line.quantity) : null;
		if (unit_price === null || tax_rate === null || quantity === null || discount === null) return null;
		return { service_id: line.serviceId, description: line.description, quantity, unit_price, tax_rate, discount: discount ?? null };
	}

	discount = $derived.by(() => parseDiscount(this.off, this.offReason, this.invoice.currency));
	forms = $derived.by(() => this.lines.map((line) => this.read(line)));
	ready = $derived.by(() => this.discount !== null && this.forms.every((form) => form !== null));
	errors = $derived.by(() => fieldTexts(this.write.error));

	async save(): Promise<Invoice | undefined> {
		const lines = this.forms.filter((form) => form !== null);
		if (!this.ready || this.write.busy) return undefined;
		const { id, version, location_id, patient_id } = this.invoice;
		return this.write.attempt({ id, version, location_id, patient_id, currency: null, lines, discount: this.discount ?? null, note: this.note });
	}
}
