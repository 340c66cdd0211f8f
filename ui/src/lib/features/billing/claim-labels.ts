import type { Component } from 'svelte';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleDashed from '@lucide/svelte/icons/circle-dashed';
import CircleX from '@lucide/svelte/icons/circle-x';
import Clock from '@lucide/svelte/icons/clock';
import Send from '@lucide/svelte/icons/send';
import type { ClaimState } from '$lib/api/generated/ClaimState';
import { m } from '$lib/paraglide/messages';

type Icon = Component<{ class?: string; 'aria-hidden'?: 'true' }>;

export const claimStates: Record<ClaimState, { label: () => string; tone: 'plain' | 'ok' | 'info' | 'warn' | 'danger'; icon: Icon }> = {
	pending: { label: m.claims_state_pending, tone: 'plain', icon: CircleDashed },
	submitted: { label: m.claims_state_submitted, tone: 'info', icon: Send },
	paid: { label: m.claims_state_paid, tone: 'ok', icon: CircleCheck },
	partly_paid: { label: m.claims_state_partly_paid, tone: 'warn', icon: Clock },
	denied: { label: m.claims_state_denied, tone: 'danger', icon: CircleX }
};
