import type { Medication } from '$lib/api/generated/Medication';

/** Whether it is taken on a day: a course whose last day is over is not, though nobody stopped it. */
export function isTaken({ status, ended_on }: Pick<Medication, 'status' | 'ended_on'>, day: string): boolean {
	return status === 'active' && (ended_on === null || ended_on >= day);
}
