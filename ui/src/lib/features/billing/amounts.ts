import type { Invoice } from '$lib/api/generated/Invoice';
import { numberFormat } from '$lib/i18n/intl';
import { localeTag } from '$lib/i18n/region.svelte';

/** Decimals of the currency's minor unit: 2 for EUR, 0 for VND. */
export function digitsOf(currency: string): number {
	return numberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** Minor units of a typed amount: `48.52`, `48,52`, `1,234.50`, `1.234,50`, `450.000` in đồng. Null when it is none. */
export function parseAmount(text: string, currency: string): number | null {
	const digits = digitsOf(currency);
	const typed = text.replace(/[\s\u00a0\p{Sc}]/gu, '');
	if (!/^\d[\d.,’']*$/.test(typed)) return null;
	const last = Math.max(typed.lastIndexOf('.'), typed.lastIndexOf(','));
	const after = typed.length - last - 1;
	const isDecimal = last >= 0 && digits > 0 && after <= digits && !(after === 3 && digits < 3);
	const whole = (isDecimal ? typed.slice(0, last) : typed).replace(/\D/g, '');
	const part = isDecimal ? typed.slice(last + 1).padEnd(digits, '0') : '0'.repeat(digits);
	if (!isDecimal && last >= 0 && after !== 3) return null;
	const amount = Number(whole + part);
	return Number.isSafeInteger(amount) ? amount : null;
}

/** An amount as one would type it: 48.52 */
export function typedAmount(minorUnits: number, currency: string): string {
	const digits = digitsOf(currency);
	const format = numberFormat(localeTag(), { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false });
	return format.format(minorUnits / 10 ** digits);
}

/** What people are likely to hand over for an amount: the next round sums, the amount itself first. */
export function likelyCash(amount: number, currency: string): number[] {
	const unit = 10 ** digitsOf(currency) * (digitsOf(currency) === 0 ? 1000 : 1);
	const rounded = [5, 10, 20, 50, 100].map((note) => Math.ceil(amount / (note * unit)) * note * unit);
	return [...new Set([amount, ...rounded])].slice(0, 4);
}

/** Hundredths of a percent of a typed rate such as `23`, `13.5`. Null when it is none. */
export function parseRate(text: string): number | null {
	const typed = text.replace('%', '').trim().replace(',', '.');
	const rate = /^\d{1,3}(\.\d{1,2})?$/.test(typed) ? Math.round(Number(typed) * 100) : null;
	return rate !== null && rate <= 10_000 ? rate : null;
}

export function typedRate(hundredths: number): string {
	return String(hundredths / 100);
}

/** What of an invoice is announced, as a transfer is, and not there yet. A claim is not owed by the patient, so it is none. */
export function announcedFor({ id, payments }: Pick<Invoice, 'id' | 'payments'>): number {
	const announced = payments.filter(({ status, method }) => status === 'pending' && method !== 'insurance');
	return announced.flatMap(({ shares }) => shares).filter(({ invoice_id }) => invoice_id === id).reduce((sum, { amount }) => sum + amount, 0);
}
