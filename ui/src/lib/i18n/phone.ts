import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/min';
import type { Mark } from '$lib/api/generated/Mark';
import { country } from './region.svelte';

/** A stored number (E.164) as one dials it here: national in the location's own country, international elsewhere. */
export function formatPhone(stored: string, here = country()): string {
	const number = parsePhoneNumberFromString(stored, (here ?? undefined) as CountryCode | undefined);
	if (number === undefined) return stored;
	return number.country === here ? number.formatNational() : number.formatInternational();
}

/** Marks of a stored number on its formatted text: digits are counted from the end, since only the beginning differs. */
export function phoneMarks(stored: string, shown: string, marks: readonly Mark[]): Mark[] {
	const [from, to] = [digitPlaces(stored), digitPlaces(shown)];
	return marks.flatMap(({ start, end }) => {
		const marked = from.map((place, n) => ({ place, fromEnd: from.length - n })).filter(({ place }) => place >= start && place < end);
		const first = to[Math.max(0, to.length - (marked[0]?.fromEnd ?? 0))];
		const last = to[to.length - (marked.at(-1)?.fromEnd ?? 0)];
		return first === undefined || last === undefined ? [] : [{ start: first, end: last + 1 }];
	});
}

function digitPlaces(text: string): number[] {
	return [...text.matchAll(/\d/g)].map(({ index }) => index);
}
