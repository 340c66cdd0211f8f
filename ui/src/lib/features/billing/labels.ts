import type { Component } from 'svelte';
import Banknote from '@lucide/svelte/icons/banknote';
import CircleAlert from '@lucide/svelte/icons/circle-alert';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleDashed from '@lucide/svelte/icons/circle-dashed';
import CircleX from '@lucide/svelte/icons/circle-x';
import Clock from '@lucide/svelte/icons/clock';
import CreditCard from '@lucide/svelte/icons/credit-card';
import Globe from '@lucide/svelte/icons/globe';
import PiggyBank from '@lucide/svelte/icons/piggy-bank';
import Shield from '@lucide/svelte/icons/shield';
import Smartphone from '@lucide/svelte/icons/smartphone';
import ArrowLeftRight from '@lucide/svelte/icons/arrow-left-right';
import Undo2 from '@lucide/svelte/icons/undo-2';
import type { Account } from '$lib/api/generated/Account';
import type { InvoiceStatus } from '$lib/api/generated/InvoiceStatus';
import type { Payment } from '$lib/api/generated/Payment';
import type { PaymentMethod } from '$lib/api/generated/PaymentMethod';
import type { PaymentStatus } from '$lib/api/generated/PaymentStatus';
import { m } from '$lib/paraglide/messages';

type Icon = Component<{ class?: string; 'aria-hidden'?: 'true' }>;
type Tone = 'plain' | 'ok' | 'info' | 'warn' | 'danger';

export const statuses: Record<InvoiceStatus, { label: () => string; tone: Tone; icon: Icon }> = {
	draft: { label: m.billing_status_draft, tone: 'plain', icon: CircleDashed },
	pending: { label: m.billing_status_pending, tone: 'info', icon: Clock },
	partially_paid: { label: m.billing_status_partially_paid, tone: 'warn', icon: Clock },
	insurance_pending: { label: m.billing_status_insurance_pending, tone: 'info', icon: Shield },
	paid: { label: m.billing_status_paid, tone: 'ok', icon: CircleCheck },
	overdue: { label: m.billing_status_overdue, tone: 'danger', icon: CircleAlert },
	refunded: { label: m.billing_status_refunded, tone: 'plain', icon: Undo2 },
	void: { label: m.billing_status_void, tone: 'plain', icon: CircleX }
};

export const paymentStatuses: Record<PaymentStatus, () => string> = {
	pending: m.billing_payment_pending, completed: m.billing_payment_completed, failed: m.billing_payment_failed
};

interface Method {
	value: PaymentMethod;
	label: () => string;
	icon: Icon;
}

const cash: Method = { value: 'cash', label: m.billing_method_cash, icon: Banknote };

/** In the order of their keys. */
export const methods: readonly Method[] = [
	cash,
	{ value: 'debit_card', label: m.billing_method_debit_card, icon: CreditCard },
	{ value: 'credit_card', label: m.billing_method_credit_card, icon: CreditCard },
	{ value: 'transfer', label: m.billing_method_transfer, icon: ArrowLeftRight },
	{ value: 'wallet', label: m.billing_method_wallet, icon: Smartphone },
	{ value: 'online', label: m.billing_method_online, icon: Globe },
	{ value: 'insurance', label: m.billing_method_insurance, icon: Shield },
	{ value: 'credit', label: m.billing_method_credit, icon: PiggyBank }
];

export function methodOf(payment: Pick<Payment, 'method'>) {
	return methods.find(({ value }) => value === payment.method) ?? cash;
}

/** `Debit card, Visa`; an insurer by its name. */
export function paidBy(payment: Pick<Payment, 'method' | 'brand' | 'insurer'>): string {
	if (payment.method === 'insurance') return payment.insurer;
	return [methodOf(payment).label(), payment.brand].filter(Boolean).join(', ');
}

const accounts: Partial<Record<Account, () => string>> = {
	cash: m.billing_method_cash, card: m.billing_account_card, transfer: m.billing_method_transfer, wallet: m.billing_method_wallet, online: m.billing_method_online, insurance: m.billing_account_insurance
};

/** A method as the day close names it. */
export function accountLabel(account: Account): string {
	return accounts[account]?.() ?? account;
}

const exceptions: Record<string, () => string> = { refund: m.billing_refund, void: m.billing_status_void, write_off: m.billing_written_off, discount: m.billing_discount, promotion: m.promotions_title_one };

export function exceptionLabel(kind: string): string {
	return exceptions[kind]?.() ?? kind;
}
