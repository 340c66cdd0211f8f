import { dateFormat } from './intl';
import { language } from './locale.svelte';

/** Where the clinic's location is: decides the order of dates and the zone of times. */
export interface Region {
	/** ISO 3166 code, such as `IE`. */
	country: string | null;
	/** IANA zone, such as `Europe/Dublin`. */
	timeZone: string;
}

let region = $state<Region>({
	country: null,
	timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone
});

export function setRegion(next: Region): void {
	region = next;
}

/** The country of the location that one works at. */
export function country(): string | null {
	return region.country;
}

export function timeZone(): string {
	return region.timeZone;
}

/** The tag for Intl: the chosen language as it is written in the location's country. */
export function localeTag(): string {
	return tagFor(language.current, region.country, globalThis.navigator?.languages ?? []);
}

export function tagFor(lang: string, country: string | null, wanted: readonly string[]): string {
	if (country !== null) {
		const tag = `${lang}-${country}`;
		const resolved = dateFormat(tag).resolvedOptions().locale;
		if (resolved === tag || lang !== 'en') return tag;
		// English without local rules means the world's English, not the American order of dates.
		return 'en-001';
	}
	return wanted.find((tag) => tag.split('-')[0] === lang) ?? lang;
}
