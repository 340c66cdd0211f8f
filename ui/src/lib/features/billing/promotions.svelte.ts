import type { Component } from 'svelte';
import CalendarClock from '@lucide/svelte/icons/calendar-clock';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleX from '@lucide/svelte/icons/circle-x';
import Clock from '@lucide/svelte/icons/clock';
import Hourglass from '@lucide/svelte/icons/hourglass';
import type { Promotion } from '$lib/api/generated/Promotion';
import type { PromotionForm } from '$lib/api/generated/PromotionForm';
import type { PromotionStatus } from '$lib/api/generated/PromotionStatus';
import { Write } from '$lib/api/queries.svelte';
import { Overtaken } from '$lib/features/editing/overtaken.svelte';
import { fieldText, fieldTexts } from '$lib/i18n/errors';
import { formatDate, formatMoney, formatNumber } from '$lib/i18n/format';
import { m } from '$lib/paraglide/messages';
import { parseAmount, parseRate, typedAmount, typedRate } from './amounts';

export const promotionStatuses: Record<PromotionStatus, { label: () => string; tone: 'plain' | 'ok' | 'info' | 'warn'; icon: Component<{ class?: string }> }> = {
	active: { label: m.promotions_status_active, tone: 'ok', icon: CircleCheck },
	scheduled: { label: m.promotions_status_scheduled, tone: 'info', icon: CalendarClock },
	used_up: { label: m.promotions_status_used_up, tone: 'warn', icon: Hourglass },
	expired: { label: m.promotions_status_expired, tone: 'plain', icon: Clock },
	disabled: { label: m.promotions_status_disabled, tone: 'plain', icon: CircleX }
};

/** `10 %`, `€5.00` */
export function valueOf({ kind, value, currency }: Pick<PromotionForm, 'kind' | 'value' | 'currency'>): string {
	return kind === 'percent' ? m.billing_percent({ rate: formatNumber(value / 100) }) : formatMoney(value, currency ?? '');
}

/** What its discount is bound to: `from €50.00, at most €20.00` */
export function boundsOf({ minimum_purchase, maximum_discount, currency }: PromotionForm): string {
	const least = minimum_purchase === null ? null : m.promotions_minimum_of({ amount: formatMoney(minimum_purchase, currency ?? '') });
	const most = maximum_discount === null ? null : m.promotions_most_of({ amount: formatMoney(maximum_discount, currency ?? '') });
	return [least, most].filter(Boolean).join(', ');
}

export function daysOf({ starts_on, ends_on }: PromotionForm): string {
	return ends_on === null ? m.promotions_days_from({ first: formatDate(starts_on) }) : `${formatDate(starts_on)} – ${formatDate(ends_on)}`;
}

export function usesOf({ used, usage_limit }: Promotion): string {
	return usage_limit === null ? formatNumber(used) : m.promotions_used_of({ used: formatNumber(used), limit: formatNumber(usage_limit) });
}

/** What the form holds of a promotion: amounts as they are typed, in its currency. */
function draftOf(of: Promotion) {
	const currency = of.currency ?? '';
	const amount = (minor: number | null) => (minor === null ? '' : typedAmount(minor, currency));
	return {
		code: of.code, name: of.name, description: of.description, currency, kind: of.kind, value: of.kind === 'percent' ? typedRate(of.value) : amount(of.value),
		minimum: amount(of.minimum_purchase), maximum: amount(of.maximum_discount), starts: of.starts_on, ends: of.ends_on ?? '',
		usage: of.usage_limit === null ? '' : String(of.usage_limit), perPatient: of.patient_limit === null ? '' : String(of.patient_limit),
		services: [...of.services], locations: [...of.locations]
	};
}
export type PromotionDraft = ReturnType<typeof draftOf>;

const blank = (starts: string): PromotionDraft => ({
	code: '', name: '', description: '', currency: '', kind: 'percent', value: '', minimum: '', maximum: '', starts, ends: '', usage: '', perPatient: '', services: [], locations: []
});

const LABELS: Record<keyof PromotionDraft, () => string> = {
	code: m.promotions_code, name: m.promotions_name, description: m.promotions_description, currency: m.promotions_currency, kind: m.promotions_kind,
	value: m.promotions_discount, minimum: m.promotions_minimum, maximum: m.promotions_maximum, starts: m.promotions_starts, ends: m.promotions_ends,
	usage: m.promotions_usage_limit, perPatient: m.promotions_patient_limit, services: m.promotions_services, locations: m.promotions_locations
};

export const promotionLabel = (field: string): string => LABELS[field as keyof PromotionDraft]();

/** A field of the form as people read it; nothing when it is empty. `named` are the services and locations. */
export function shownOfPromotion(field: string, value: unknown, named: readonly { id: string; name: string }[]): string {
	if (Array.isArray(value)) return value.map((id) => named.find((one) => one.id === id)?.name ?? '').filter(Boolean).join(', ');
	if (field === 'kind') return value === 'percent' ? m.promotions_kind_percent() : m.promotions_kind_amount();
	return ['starts', 'ends'].includes(field) && value !== '' ? formatDate(String(value)) : String(value);
}

const blankOr = <T>(text: string, read: (text: string) => T): T | undefined => (text.trim() === '' ? undefined : read(text));

/** The figures of a form: undefined for nothing, null for what is none. */
function parse({ kind, currency, value, minimum, maximum, usage, perPatient }: PromotionDraft) {
	const amount = (text: string) => blankOr(text, (typed) => parseAmount(typed, currency));
	const count = (text: string) => blankOr(text, (typed) => (/^\d{1,7}$/.test(typed.trim()) ? Number(typed) : null));
	return {
		value: kind === 'percent' ? blankOr(value, parseRate) : amount(value), minimum: amount(minimum), maximum: kind === 'percent' ? amount(maximum) : undefined,
		usage: count(usage), perPatient: count(perPatient)
	};
}

/** A promotion while it is edited; what cannot be read is marked here, before the core is asked. */
export class PromotionEdit {
	draft = $state() as PromotionDraft;
	readonly overtaken: Overtaken<Promotion, PromotionDraft>;
	readonly write = new Write('billing.save_promotion');

	/** `ownCurrency` is that of the place, for a promotion that has no amounts yet. */
	constructor(readonly stored: Promotion | null, readonly locationId: string, readonly ownCurrency: string, today: string) {
		const filled = (of: Promotion): PromotionDraft => ({ ...draftOf(of), currency: of.currency ?? ownCurrency });
		this.overtaken = new Overtaken(filled);
		this.draft = stored === null ? { ...blank(today), currency: ownCurrency } : filled(stored);
	}

	parsed = $derived.by(() => parse(this.draft));

	/** By the field's name in the request. */
	errors = $derived.by((): Record<string, string | undefined> => {
		const { value, minimum, maximum, usage, perPatient } = this.parsed;
		const sent = fieldTexts(this.write.error);
		const own = {
			value: value === null ? fieldText(this.draft.kind === 'percent' ? 'rate_invalid' : 'amount_invalid') : value === undefined && sent.value ? fieldText('required') : undefined,
			minimum_purchase: minimum === null ? fieldText('amount_invalid') : undefined,
			maximum_discount: maximum === null ? fieldText('amount_invalid') : undefined,
			usage_limit: usage === null ? m.promotions_number_invalid() : undefined,
			patient_limit: perPatient === null ? m.promotions_number_invalid() : undefined
		};
		return { ...sent, ...Object.fromEntries(Object.entries(own).filter(([, text]) => text !== undefined)) };
	});

	ready = $derived.by(() => Object.values(this.parsed).every((value) => value !== null) && this.draft.starts !== '');

	/** What is sent: with the other person's values where one chose them. */
	form = $derived.by((): PromotionForm => {
		const chosen = this.overtaken.chosen($state.snapshot(this.draft) as PromotionDraft);
		const { value, minimum, maximum, usage, perPatient } = parse(chosen);
		const hasAmount = chosen.kind === 'amount' || minimum !== undefined || maximum !== undefined;
		return {
			code: chosen.code, name: chosen.name, description: chosen.description, kind: chosen.kind, value: value ?? 0, currency: hasAmount ? chosen.currency : null,
			minimum_purchase: minimum ?? null, maximum_discount: maximum ?? null, starts_on: chosen.starts, ends_on: chosen.ends || null,
			usage_limit: usage ?? null, patient_limit: perPatient ?? null, services: chosen.services, locations: chosen.locations
		};
	});

	async save(): Promise<Promotion | undefined> {
		if (!this.ready || this.write.busy) return undefined;
		const base = this.overtaken.stored ?? this.stored;
		const saved = await this.write.attempt({ id: base?.id ?? null, version: base?.version ?? 0, location_id: this.locationId, ...this.form });
		if (this.write.error?.code === 'stale') this.overtaken.note(this.write.error.params.current as Promotion, this.stored!, $state.snapshot(this.draft) as PromotionDraft);
		return saved;
	}
}
