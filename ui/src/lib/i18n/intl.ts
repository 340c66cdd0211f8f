/* Making one of Intl's formatters reads a language's rules and takes as long as writing hundreds of dates, so each is made once. */

type Options = Intl.DateTimeFormatOptions & Intl.NumberFormatOptions;
const dates = new Map<string, Intl.DateTimeFormat>();
const numbers = new Map<string, Intl.NumberFormat>();

export function dateFormat(locale: string, options: Intl.DateTimeFormatOptions = {}): Intl.DateTimeFormat {
	return once(dates, locale, options, () => new Intl.DateTimeFormat(locale, options));
}

export function numberFormat(locale: string, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
	return once(numbers, locale, options, () => new Intl.NumberFormat(locale, options));
}

function once<T>(made: Map<string, T>, locale: string, options: Options, make: () => T): T {
	const key = locale + JSON.stringify(options);
	let found = made.get(key);
	if (found === undefined) {
		found = make();
		made.set(key, found);
	}
	return found;
}
