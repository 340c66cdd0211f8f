import type { Component } from 'svelte';
import CalendarClock from '@lucide/svelte/icons/calendar-clock';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleX from '@lucide/svelte/icons/circle-x';
import Clock from '@lucide/svelte/icons/clock';
import Hourglass from '@lucide/svelte/icons/hourglass';
import type { DiscountKind } from '$lib/api/generated/DiscountKind';
import type { Promotion } from '$lib/api/generated/Promotion';
import type { PromotionForm } from '$lib/api/generated/PromotionForm';
import type { PromotionStatus } from '$lib/api/generated/PromotionStatus';
import { Write } from '$lib/api/queries.svelte';
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

/** A promotion while it is edited; what cannot be read is marked here, before the core is asked. */
export class PromotionEdit {
	code = $state('');
	name = $state('');
	description = $state('');
	kind = $state<DiscountKind>('percent');
	value = $state('');
	minimum = $state('');
	maximum = $state('');
	starts = $state('');
	ends = $state('');
	usage = $state('');
	perPatient = $state('');
	services = $state<string[]>([]);
	locations = $state<string[]>([]);
	/** The one that is changed, as it was read; none for a new one. */
	stored = $state.raw<Promotion | null>(null);
	/** Whether another's change is shown in place of one's own. */
	overtaken = $state(false);
	readonly write = new Write('billing.save_promotion');

	/** `currency` is that of the amounts of a new one. */
	constructor(stored: Promotion | null, readonly locationId: string, readonly ownCurrency: string, today: string) {
		if (stored === null) this.starts = today;
		else this.#fill(stored);
	}

	currency = $derived.by(() => this.stored?.currency ?? this.ownCurrency);

	#fill(stored: Promotion): void {
		this.stored = stored;
		const amount = (minor: number | null) => (minor === null ? '' : typedAmount(minor, this.currency));
		this.code = stored.code;
		this.name = stored.name;
		this.description = stored.description;
		this.kind = stored.kind;
		this.value = stored.kind === 'percent' ? typedRate(stored.value) : amount(stored.value);
		this.minimum = amount(stored.minimum_purchase);
		this.maximum = amount(stored.maximum_discount);
		this.starts = stored.starts_on;
		this.ends = stored.ends_on ?? '';
		this.usage = stored.usage_limit === null ? '' : String(stored.usage_limit);
		this.perPatient = stored.patient_limit === null ? '' : String(stored.patient_limit);
		this.services = [...stored.services];
		this.locations = [...stored.locations];
	}

	/** What was typed as an amount: undefined for nothing, null for what is none. */
	#amount(text: string): number | null | undefined {
		return text.trim() === '' ? undefined : parseAmount(text, this.currency);
	}

	#count(text: string): number | null | undefined {
		return text.trim() === '' ? undefined : /^\d{1,7}$/.test(text.trim()) ? Number(text) : null;
	}

	parsed = $derived.by(() => ({
		value: this.value.trim() === '' ? undefined : this.kind === 'percent' ? parseRate(this.value) : parseAmount(this.value, this.currency),
		minimum: this.#amount(this.minimum),
		maximum: this.kind === 'percent' ? this.#amount(this.maximum) : undefined,
		usage: this.#count(this.usage),
		perPatient: this.#count(this.perPatient)
	}));

	/** By the field's name in the request. */
	errors = $derived.by((): Record<string, string | undefined> => {
		const { value, minimum, maximum, usage, perPatient } = this.parsed;
		const sent = fieldTexts(this.write.error);
		const own = {
			value: value === null ? fieldText(this.kind === 'percent' ? 'rate_invalid' : 'amount_invalid') : value === undefined && sent.value ? fieldText('required') : undefined,
			minimum_purchase: minimum === null ? fieldText('amount_invalid') : undefined,
			maximum_discount: maximum === null ? fieldText('amount_invalid') : undefined,
			usage_limit: usage === null ? m.promotions_number_invalid() : undefined,
			patient_limit: perPatient === null ? m.promotions_number_invalid() : undefined
		};
		return { ...sent, ...Object.fromEntries(Object.entries(own).filter(([, text]) => text !== undefined)) };
	});

	ready = $derived.by(() => Object.values(this.parsed).every((value) => value !== null) && this.starts !== '');

	form = $derived.by((): PromotionForm => {
		const { value, minimum, maximum, usage, perPatient } = this.parsed;
		const hasAmount = this.kind === 'amount' || minimum !== undefined || maximum !== undefined;
		return {
			code: this.code, name: this.name, description: this.description, kind: this.kind, value: value ?? 0, currency: hasAmount ? this.currency : null,
			minimum_purchase: minimum ?? null, maximum_discount: maximum ?? null, starts_on: this.starts, ends_on: this.ends || null,
			usage_limit: usage ?? null, patient_limit: perPatient ?? null, services: this.services, locations: this.locations
		};
	});

	async save(): Promise<Promotion | undefined> {
		if (!this.ready || this.write.busy) return undefined;
		const saved = await this.write.attempt({ id: this.stored?.id ?? null, version: this.stored?.version ?? 0, location_id: this.locationId, ...this.form });
		this.overtaken = this.write.error?.code === 'stale';
		if (this.overtaken) this.#fill(this.write.error?.params.current as Promotion);
		return saved;
	}
}
