import type { Eligibility } from '$lib/api/generated/Eligibility';
import type { Policy } from '$lib/api/generated/Policy';
import type { PolicyHolder } from '$lib/api/generated/PolicyHolder';
import type { PolicyRank } from '$lib/api/generated/PolicyRank';
import { formatDate } from '$lib/i18n/format';
import { m } from '$lib/paraglide/messages';

export const ranks: Record<PolicyRank, () => string> = { primary: m.insurance_rank_primary, secondary: m.insurance_rank_secondary, tertiary: m.insurance_rank_tertiary };

export const holders: Record<PolicyHolder, () => string> = { self: m.insurance_holder_self, other: m.insurance_holder_other };

export const eligibilities: Record<Eligibility, () => string> = {
	covered: m.insurance_covered, not_yet: m.insurance_not_yet, expired: m.insurance_expired, inactive: m.insurance_inactive
};

/** `until 31 Dec 2026`; nothing for a policy without first and last day. */
export function days({ valid_from, valid_to }: Pick<Policy, 'valid_from' | 'valid_to'>): string {
	if (valid_from && valid_to) return m.insurance_from_to({ from: formatDate(valid_from), to: formatDate(valid_to) });
	if (valid_from) return m.insurance_since({ from: formatDate(valid_from) });
	return valid_to ? m.insurance_until({ to: formatDate(valid_to) }) : '';
}
