import type { ApiError } from '$lib/api';
import { m } from '$lib/paraglide/messages';

type Text = (params: Record<string, unknown>) => string;
const catalogue = m as unknown as Record<string, Text | undefined>;

/** What happened, what was kept and what to do, from the code of a refused call. */
export function errorText(error: ApiError): string {
	const text = catalogue[`error_${error.code}`] ?? catalogue.error_internal!;
	return text({ ref: error.ref, ...error.params });
}

/** What is wrong with one field, for the line under it. */
export function fieldText(code: string, params: Record<string, unknown> = {}): string {
	const text = catalogue[`field_${code}`] ?? catalogue.field_invalid!;
	return text(params);
}

/** The text for each field that the core refused, by the field's name in the request. */
export function fieldTexts(error: ApiError | null): Record<string, string> {
	const fields = error?.fields ?? [];
	return Object.fromEntries(fields.map(({ field, code, params }) => [field, fieldText(code, params)]));
}
