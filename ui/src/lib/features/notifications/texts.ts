import type { Notification } from '$lib/api/generated/Notification';
import type { NotificationKind } from '$lib/api/generated/NotificationKind';
import { m } from '$lib/paraglide/messages';

/** The sentence of each kind, what stands below it, and where one goes to look. */
const KINDS: Record<NotificationKind, { text: (one: Notification) => string; detail: (one: Notification) => string; path: (one: Notification) => string }> = {
	break_glass: {
		text: ({ person, patient_name }) => m.notifications_break_glass({ person, patient: patient_name ?? '' }),
		detail: ({ detail }) => m.notifications_break_glass_reason({ reason: detail }),
		path: () => '/chart'
	},
	invoices_overdue: {
		text: ({ person, detail }) => m.notifications_overdue({ count: Number(detail), place: person }),
		detail: () => m.notifications_overdue_detail(),
		path: ({ subject_id }) => `/money?list=overdue&place=${subject_id ?? ''}`
	}
};

export const textOf = (one: Notification): string => KINDS[one.kind].text(one);
export const detailOf = (one: Notification): string => KINDS[one.kind].detail(one);
export const pathOf = (one: Notification): string => KINDS[one.kind].path(one);
