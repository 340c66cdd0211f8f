import type { ExceptionKind } from '$lib/api/generated/ExceptionKind';
import { m } from '$lib/paraglide/messages';

const names: Record<ExceptionKind, () => string> = {
	leave: m.schedules_leave,
	holiday: m.schedules_holiday,
	extra: m.schedules_extra
};

/** What an exception is called. */
export const kindName = (kind: ExceptionKind): string => names[kind]();
