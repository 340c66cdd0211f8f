import type { Component } from 'svelte';
import CalendarDays from '@lucide/svelte/icons/calendar-days';
import ClipboardList from '@lucide/svelte/icons/clipboard-list';
import CalendarClock from '@lucide/svelte/icons/calendar-clock';
import FileText from '@lucide/svelte/icons/file-text';
import Hourglass from '@lucide/svelte/icons/hourglass';
import Receipt from '@lucide/svelte/icons/receipt-text';
import Kanban from '@lucide/svelte/icons/kanban';
import Pill from '@lucide/svelte/icons/pill';
import Settings from '@lucide/svelte/icons/settings';
import Users from '@lucide/svelte/icons/users';
import type { Permission } from '$lib/api/generated/Permission';
import type { Role } from '$lib/api/generated/Role';
import { m } from '$lib/paraglide/messages';

export interface Screen {
	path: string;
	label: () => string;
	icon: Component<{ class?: string }>;
	/** Only for roles that hold it. */
	needs?: Permission;
	/** Stands at the foot of the rail: what one sets up rather than works in. */
	atFoot?: boolean;
}

const known: Screen[] = [
	{ path: '/today', label: m.common_screen_today, icon: Kanban },
	{ path: '/calendar', label: m.common_screen_calendar, icon: CalendarDays },
	{ path: '/patients', label: m.common_screen_patients, icon: Users },
	{ path: '/chart', label: m.common_screen_chart, icon: ClipboardList, needs: 'chart.read' },
	{ path: '/money', label: m.common_screen_money, icon: Receipt, needs: 'billing.read' },
	{ path: '/waitlist', label: m.common_screen_waitlist, icon: Hourglass },
	{ path: '/schedules', label: m.common_screen_schedules, icon: CalendarClock, atFoot: true },
	{ path: '/templates', label: m.common_screen_templates, icon: FileText, needs: 'chart.read', atFoot: true },
	{ path: '/medicines', label: m.common_screen_medicines, icon: Pill, needs: 'chart.read', atFoot: true },
	{ path: '/settings', label: m.common_screen_settings, icon: Settings, atFoot: true }
];

const pages = Object.keys(import.meta.glob('/src/routes/[(]app[)]/*/+page.svelte'));

/** The screens of the rail, in the order of their keys. A route that does not exist has no link. */
export const screens = known.filter(({ path }) => pages.includes(`/src/routes/(app)${path}/+page.svelte`));

/** Where one's day begins: a doctor's with the own list, everyone else's with the board. */
export const firstScreen = (role: Role | undefined): string => (role === 'doctor' ? '/chart' : '/today');
