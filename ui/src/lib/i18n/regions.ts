import { language } from './locale.svelte';

/** ISO 3166-1 alpha-2; names come from Intl in the chosen language. */
const COUNTRIES =
	'AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW';

interface Choice {
	value: string;
	label: string;
	also?: string;
}

function sorted(choices: Choice[]): Choice[] {
	return choices.sort((a, b) => a.label.localeCompare(b.label, language.current));
}

export function countries(): Choice[] {
	const names = new Intl.DisplayNames(language.current, { type: 'region' });
	return sorted(COUNTRIES.split(' ').map((value) => ({ value, label: names.of(value) ?? value })));
}

export function currencies(): Choice[] {
	const names = new Intl.DisplayNames(language.current, { type: 'currency' });
	return sorted(
		Intl.supportedValuesOf('currency').map((value) => ({ value, label: `${value}, ${names.of(value) ?? value}` }))
	);
}

/** Every IANA zone; the zone's own long name finds it too. */
export function timeZones(): Choice[] {
	return Intl.supportedValuesOf('timeZone').map((value) => ({ value, label: value.replaceAll('_', ' ') }));
}

/** Dublin from `Europe/Dublin`: where the clock of a place is. */
export function zoneCity(zone: string): string {
	return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}

/** The country of the operating system's settings, when it names one. */
export function likelyCountry(): string {
	return (navigator.languages ?? []).map(regionOf).find(Boolean) ?? '';
}

/** A system without a language calls itself `C`, which is no language tag. */
function regionOf(tag: string): string | undefined {
	try {
		return new Intl.Locale(tag).region;
	} catch {
		return undefined;
	}
}

export function likelyTimeZone(): string {
	const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
	return Intl.supportedValuesOf('timeZone').includes(zone) ? zone : '';
}
