import { order, readParts, type Parts } from './dates';
import { addDays } from './format';
import { localeTag } from './region.svelte';

export type ReadDay = { ok: true; day: string } | { ok: false; problem: 'empty' | 'unreadable' | 'no_such_day' };

const STEPS = { d: 1, w: 7 } as const;

/**
 * A day as people type it: like a date of birth, also without its year (the nearest one is meant), `t` for today,
 * and how far it is from today: `+3` or `+3d`, `+2w`, `-6m`, `+1y`.
 */
export function parseDay(typed: string, today: string, tag = localeTag()): ReadDay {
	const text = typed.trim().toLocaleLowerCase(tag);
	if (text === '') return { ok: false, problem: 'empty' };
	if (text === 't') return { ok: true, day: today };
	const away = /^([+-])\s*(\d{1,3})\s*([dwmy]?)$/.exec(text);
	if (away !== null) return { ok: true, day: moved(today, Number(away[1]! + away[2]!), away[3] || 'd') };
	const parts = readParts(text, tag);
	if (parts !== null) return existing(fullYear(parts.year, today), parts);
	const near = withoutYear(text, today, tag);
	return near ?? { ok: false, problem: 'unreadable' };
}

/** What people call a stretch of time, and its letter. */
const UNITS: Record<string, string> = { d: 'd', day: 'd', days: 'd', w: 'w', week: 'w', weeks: 'w', m: 'm', month: 'm', months: 'm', y: 'y', year: 'y', years: 'y', ngày: 'd', tuần: 'w', tháng: 'm', năm: 'y' };
/** What a number of days may be on the wire. */
const MOST_DAYS = 65_535;

/**
 * In how many days, as people type it: `10`, `2w`, `3 months`, or a day to come as `parseDay` reads it. Null when nothing is typed,
 * undefined when it is none of these.
 */
export function daysFrom(typed: string, today: string, tag = localeTag()): number | null | undefined {
	const text = typed.trim().toLocaleLowerCase(tag).normalize('NFC');
	if (text === '') return null;
	const stretch = /^\+?\s*(\d{1,3})\s*(\p{L}*)$/u.exec(text);
	const unit = UNITS[stretch?.[2] || 'd'];
	// 2.5 could be a day in May, or two days and a half.
	if ((stretch !== null && unit === undefined) || /^\d+[.,]\d+$/.test(text)) return undefined;
	const read = parseDay(stretch === null ? text : `+${stretch[1]}${unit}`, today, tag);
	const days = read.ok ? Math.round((Date.parse(read.day) - Date.parse(today)) / 86_400_000) : 0;
	return days > 0 && days <= MOST_DAYS ? days : undefined;
}

function moved(today: string, by: number, unit: string): string {
	if (unit === 'd' || unit === 'w') return addDays(today, by * STEPS[unit]);
	const [year, month, day] = today.split('-').map(Number) as [number, number, number];
	const first = new Date(Date.UTC(year, month - 1 + by * (unit === 'y' ? 12 : 1), 1));
	const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
	return written(first.getUTCFullYear(), first.getUTCMonth() + 1, Math.min(day, last));
}

/** 26/11, 2611 or 26 nov: of this year, the last or the next, whichever is nearest. */
function withoutYear(text: string, today: string, tag: string): ReadDay | null {
	const groups = /^\d{4}$/.test(text) ? `${text.slice(0, 2)} ${text.slice(2)}` : text;
	const thisYear = Number(today.slice(0, 4));
	const read = [thisYear - 1, thisYear, thisYear + 1].map((year) => {
		const whole = order(tag)[0] === 'year' ? `${year} ${groups}` : `${groups} ${year}`;
		const parts = readParts(whole, tag);
		return parts && existing(year, parts);
	});
	const days = read.flatMap((one) => (one?.ok ? [one] : []));
	const distance = ({ day }: { day: string }) => Math.abs(Date.parse(day) - Date.parse(today));
	return days.sort((a, b) => distance(a) - distance(b))[0] ?? read[1]!;
}

/** 26 is 2026 while that is nearer than 1926. */
function fullYear(typed: string, today: string): number {
	if (typed.length > 2) return Number(typed);
	const now = Number(today.slice(0, 4));
	const inThisCentury = now - (now % 100) + Number(typed);
	return inThisCentury - now > 50 ? inThisCentury - 100 : inThisCentury;
}

function existing(year: number, { month, day }: Parts): ReadDay {
	if (month < 1 || month > 12) return { ok: false, problem: 'unreadable' };
	const real = new Date(Date.UTC(year, month - 1, day));
	const there = real.getUTCFullYear() === year && real.getUTCMonth() === month - 1 && real.getUTCDate() === day;
	return there ? { ok: true, day: written(year, month, day) } : { ok: false, problem: 'no_such_day' };
}

function written(year: number, month: number, day: number): string {
	return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}
