import { dateFormat } from './intl';
import { localeTag } from './region.svelte';

export type DateProblem = 'empty' | 'unreadable' | 'no_such_day' | 'future' | 'too_old';
export type ParsedDate =
	| { ok: true; date: string }
	| { ok: false; problem: DateProblem; day?: number; month?: number };

type Part = 'day' | 'month' | 'year';
const OLDEST_YEAR = 1880;

/**
 * A date of birth as people type it: the locale's order with any separator or none, ISO, a month by
 * name, and two figures for the year, which is then the latest one that is not in the future.
 */
export function parseBirthDate(typed: string, today: string, tag = localeTag()): ParsedDate {
	const text = typed.trim().toLocaleLowerCase(tag);
	if (text === '') return { ok: false, problem: 'empty' };
	const parts = readParts(text, tag);
	if (parts === null) return { ok: false, problem: 'unreadable' };
	const year = fullYear(parts.year, parts.month, parts.day, today);
	return check(year, parts.month, parts.day, today);
}

export interface Parts {
	day: number;
	month: number;
	/** As typed, to tell 88 from 1988. */
	year: string;
}

/** Day, month and year of a lower-case text, in any of these ways. */
export function readParts(text: string, tag: string): Parts | null {
	return iso(text) ?? withMonthName(text, tag) ?? numeric(text, order(tag));
}

function iso(text: string): Parts | null {
	const found = /^(\d{4})[-/.\s](\d{1,2})[-/.\s](\d{1,2})$/.exec(text);
	return found && parts(found[1]!, found[2]!, found[3]!);
}

function parts(year: string, month: string, day: string): Parts {
	return { year, month: Number(month), day: Number(day) };
}

/** The order in which this locale writes a date in figures. */
export function order(tag: string): Part[] {
	const sample = dateFormat(tag, { day: '2-digit', month: '2-digit', year: 'numeric' });
	return sample
		.formatToParts(new Date(0))
		.map((part) => part.type)
		.filter((type): type is Part => type === 'day' || type === 'month' || type === 'year');
}

function numeric(text: string, order: Part[]): Parts | null {
	const groups = /^\d+$/.test(text) ? cut(text, order) : text.split(/[-/.,\s]+/);
	if (groups === null || groups.length !== 3 || !groups.every((group) => /^\d+$/.test(group))) return null;
	const of = (part: Part) => groups[order.indexOf(part)]!;
	if (![2, 4].includes(of('year').length) || of('day').length > 2 || of('month').length > 2) return null;
	return parts(of('year'), of('month'), of('day'));
}

/** 03051988 or 030588 without separators, also 19880503. */
function cut(text: string, order: Part[]): string[] | null {
	if (text.length !== 8 && text.length !== 6) return null;
	const yearLength = text.length - 4;
	const startsWithYear = /^(18|19|20)/.test(text) && Number(text.slice(4, 6)) <= 12;
	if (text.length === 8 && startsWithYear && !plausible(text, order)) {
		const groups = { year: text.slice(0, 4), month: text.slice(4, 6), day: text.slice(6) };
		return order.map((part) => groups[part]);
	}
	let at = 0;
	return order.map((part) => text.slice(at, (at += part === 'year' ? yearLength : 2)));
}

/** Whether eight figures make sense in the locale's own order. */
function plausible(text: string, order: Part[]): boolean {
	let at = 0;
	const read = Object.fromEntries(
		order.map((part) => [part, Number(text.slice(at, (at += part === 'year' ? 4 : 2)))])
	) as Record<Part, number>;
	return read.month >= 1 && read.month <= 12 && read.day <= 31 && read.year >= OLDEST_YEAR && read.year < 2100;
}

function withMonthName(text: string, tag: string): Parts | null {
	const groups = text.split(/[\s.,/-]+/).filter((group) => group !== '');
	for (const [index, name] of monthNames(tag)) {
		const words = name.split(' ');
		const at = groups.findIndex((_, i) => words.every((word, j) => matches(groups[i + j], word, words)));
		if (at < 0) continue;
		const rest = groups.toSpliced(at, words.length).map((group) => group.replace(/(\d)(st|nd|rd|th)$/, '$1'));
		if (rest.length !== 2 || !rest.every((group) => /^\d+$/.test(group))) continue;
		const [first, second] = rest as [string, string];
		return first.length === 4
			? parts(first, String(index), second)
			: parts(second, String(index), first);
	}
	return null;
}

/** A typed month may be shortened to three letters; a month of two words must be typed wholly. */
function matches(typed: string | undefined, word: string, words: string[]): boolean {
	if (typed === undefined) return false;
	if (words.length > 1) return typed === word;
	return typed.length >= 3 && word.startsWith(typed) && /^\p{L}/u.test(typed);
}

/** Month numbers with their names in the locale and in English, the longest names first. */
function monthNames(tag: string): [number, string][] {
	const names: [number, string][] = [];
	for (const locale of [tag, 'en']) {
		const format = dateFormat(locale, { month: 'long', timeZone: 'UTC' });
		for (let month = 1; month <= 12; month++) {
			const name = format.format(new Date(Date.UTC(2000, month - 1, 1)));
			names.push([month, name.toLocaleLowerCase(locale)]);
		}
	}
	return names.sort((a, b) => b[1].length - a[1].length);
}

function fullYear(typed: string, month: number, day: number, today: string): number {
	const year = Number(typed);
	if (typed.length > 2) return year;
	const century = Math.floor(Number(today.slice(0, 4)) / 100) * 100;
	return pad(century + year, month, day) > today ? century - 100 + year : century + year;
}

function check(year: number, month: number, day: number, today: string): ParsedDate {
	const real = new Date(Date.UTC(year, month - 1, day));
	const exists = real.getUTCMonth() === month - 1 && real.getUTCDate() === day;
	if (month < 1 || month > 12) return { ok: false, problem: 'unreadable' };
	if (!exists) return { ok: false, problem: 'no_such_day', day, month };
	const date = pad(year, month, day);
	if (date > today) return { ok: false, problem: 'future' };
	if (year < OLDEST_YEAR) return { ok: false, problem: 'too_old' };
	return { ok: true, date };
}

function pad(year: number, month: number, day: number): string {
	const two = (value: number) => String(value).padStart(2, '0');
	return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}
