/* Times of day on the wall, as minutes since midnight. */

const DAY_MINUTES = 1440;

/** 09:30 from 570. The midnight that ends a day is 24:00; what lies beyond is the time on the day before or after. */
export function clock(minutes: number): string {
	const within = minutes === DAY_MINUTES ? minutes : ((minutes % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES;
	const two = (value: number) => String(value).padStart(2, '0');
	return `${two(Math.floor(within / 60))}:${two(within % 60)}`;
}

/** Minutes since midnight of `9`, `930`, `9:30` or `09.30`; null when it is no time. */
export function parseClock(typed: string): number | null {
	const found = /^(\d{1,2})(?:[:.h ]?(\d{2}))?$/.exec(typed.trim());
	if (found === null) return null;
	const minutes = Number(found[1]) * 60 + Number(found[2] ?? 0);
	return Number(found[2] ?? 0) < 60 && minutes <= DAY_MINUTES ? minutes : null;
}
