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

const POLICY_LABELS: Record<string, () => string> = {
	insurer_id: m.insurance_insurer, policy_number: m.insurance_number, group_number: m.insurance_group, policy_rank: m.insurance_rank, holder: m.insurance_holder,
	holder_name: m.insurance_holder_name, holder_relation: m.insurance_holder_relation, valid_from: m.insurance_valid_from, valid_to: m.insurance_valid_to,
	coverage_note: m.insurance_note, active: m.insurance_in_use
};

export const policyLabel = (field: string): string => POLICY_LABELS[field]?.() ?? field;

/** A field of a policy's form as people read it; nothing when it is empty. */
export function shownOfPolicy(field: string, value: unknown, insurers: readonly { id: string; name: string }[]): string {
	if (typeof value === 'boolean') return value ? m.common_yes() : m.common_no();
	const text = String(value);
	if (field === 'insurer_id') return insurers.find(({ id }) => id === text)?.name ?? '';
	if (field === 'policy_rank') return ranks[text as PolicyRank]();
	if (field === 'holder') return holders[text as PolicyHolder]();
	return field.startsWith('valid_') && text !== '' ? formatDate(text) : text;
}

/** `until 31 Dec 2026`; nothing for a policy without first and last day. */
export function days({ valid_from, valid_to }: Pick<Policy, 'valid_from' | 'valid_to'>): string {
	if (valid_from && valid_to) return m.insurance_from_to({ from: formatDate(valid_from), to: formatDate(valid_to) });
	if (valid_from) return m.insurance_since({ from: formatDate(valid_from) });
	return valid_to ? m.insurance_until({ to: formatDate(valid_to) }) : '';
}
