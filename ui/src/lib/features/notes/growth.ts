import type { FigureGrowth } from '$lib/api/generated/FigureGrowth';
import { formatNumber } from '$lib/i18n/format';
import { m } from '$lib/paraglide/messages';

/* Percentiles in words. The core knows the charts. */

/** Percentiles by figure, the BMI's among them. */
export type Places = Partial<Record<string, number>>;

export const placesOf = (growth: readonly FigureGrowth[] | undefined): Places =>
	Object.fromEntries((growth ?? []).map(({ figure, percentile }) => [figure, percentile]));

/** Whole but for the two ends, and never nonsense beyond them, as it is printed too. */
export function percentileText(percentile: number): string {
	if (percentile < 0.1) return `< ${formatNumber(0.1)}`;
	if (percentile > 99.9) return `> ${formatNumber(99.9)}`;
	const whole = percentile >= 1 && percentile <= 99;
	return formatNumber(whole ? Math.round(percentile) : Math.round(percentile * 10) / 10);
}

/** As short as it goes: P 62. */
export const percentileOf = (percentile: number): string => m.notes_percentile({ value: percentileText(percentile) });
