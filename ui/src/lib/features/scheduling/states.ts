import type { Component } from 'svelte';
import Ban from '@lucide/svelte/icons/ban';
import Check from '@lucide/svelte/icons/check';
import Circle from '@lucide/svelte/icons/circle';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CornerUpRight from '@lucide/svelte/icons/corner-up-right';
import LogIn from '@lucide/svelte/icons/log-in';
import Play from '@lucide/svelte/icons/play';
import X from '@lucide/svelte/icons/x';
import { m } from '$lib/paraglide/messages';

/** Each state of an appointment has a shape and a word of its own; base.css gives the colours. */
export const states = {
	scheduled: { label: m.scheduling_state_scheduled, icon: Circle },
	confirmed: { label: m.scheduling_state_confirmed, icon: CircleCheck },
	checked_in: { label: m.scheduling_state_checked_in, icon: LogIn },
	in_progress: { label: m.scheduling_state_in_progress, icon: Play },
	completed: { label: m.scheduling_state_completed, icon: Check },
	no_show: { label: m.scheduling_state_no_show, icon: Ban },
	cancelled: { label: m.scheduling_state_cancelled, icon: X },
	rescheduled: { label: m.scheduling_state_rescheduled, icon: CornerUpRight }
} satisfies Record<string, { label: () => string; icon: Component<{ class?: string }> }>;

export type AppointmentState = keyof typeof states;
