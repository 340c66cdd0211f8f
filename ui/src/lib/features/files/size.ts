import { formatNumber } from '$lib/i18n/format';
import { m } from '$lib/paraglide/messages';

/** Bytes as people say them: thousands of bytes below a megabyte, megabytes from there on. */
export function sizeText(bytes: number): string {
	if (bytes < 1_000_000) return m.files_kilobytes({ count: formatNumber(Math.max(1, Math.round(bytes / 1000))) });
	return m.files_megabytes({ count: formatNumber(Math.round(bytes / 100_000) / 10) });
}
