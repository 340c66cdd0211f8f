import type { ApiError } from '$lib/api';
import { m } from '$lib/paraglide/messages';
import { formatDate, formatMoney } from './format';

type Text = (params: never) => string;
const catalogue = m as unknown as Record<string, Text | undefined>;

/** An amount among the params is written as one, and a day. */
function written(params: Record<string, unknown>): Record<string, unknown> {
	const isDay = (value: unknown): value is string => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value);
	const isMoney = (value: unknown): value is { amount: number; currency: string } => typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value;
	return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, isMoney(value) ? formatMoney(value.amount, value.currency) : isDay(value) ? formatDate(value) : value]));
}

/** What happened, what was kept and what to do, from the code of a refused call and the reason it names. */
export function errorText(error: ApiError): string {
	const detail = error.params.reason ?? error.params.problem;
	const text = catalogue[`error_${error.code}_${detail}`] ?? catalogue[`error_${error.code}`] ?? m.error_internal;
	return text({ ref: error.ref, ...written(error.params) } as never);
}

/** What is wrong with one field, for the line under it. */
export function fieldText(code: string, params: Record<string, unknown> = {}): string {
	const text = catalogue[`field_${code}`] ?? m.field_invalid;
	return text(written(params) as never);
}

/** The text for each field that the core refused, by the field's name in the request. */
export function fieldTexts(error: ApiError | null): Record<string, string> {
	const fields = error?.fields ?? [];
	return Object.fromEntries(fields.map(({ field, code, params }) => [field, fieldText(code, params)]));
}
