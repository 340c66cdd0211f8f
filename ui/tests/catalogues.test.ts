import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

type Catalogue = Record<string, unknown>;
const read = (locale: string, file: string): Catalogue =>
	JSON.parse(readFileSync(`messages/${locale}/${file}`, 'utf8'));
const files = readdirSync('messages/en');
const keysOf = (catalogue: Catalogue) => Object.keys(catalogue).filter((key) => key !== '$schema').sort();

/** Names in braces, without declarations: `{name}` and the variables of plural variants. */
function placeholders(message: unknown): string[] {
	const text = JSON.stringify(message);
	return [...new Set([...text.matchAll(/\{([a-z_0-9]+)\}/gi)].map((found) => found[1]!))].sort();
}

test('both languages have the same files, and all of them are compiled', () => {
	const settings = JSON.parse(readFileSync('project.inlang/settings.json', 'utf8'));
	const compiled = settings['plugin.inlang.messageFormat'].pathPattern.map((path: string) => path.split('/').at(-1));
	expect(readdirSync('messages/vi')).toEqual(files);
	expect(files).toEqual([...compiled].sort());
});

describe.each(files)('%s', (file) => {
	const en = read('en', file);
	const vi = read('vi', file);

	test('has the same messages in both languages', () => expect(keysOf(vi)).toEqual(keysOf(en)));

	test('has no empty message', () => {
		const empty = [en, vi].flatMap((catalogue) => keysOf(catalogue).filter((key) => catalogue[key] === ''));
		expect(empty).toEqual([]);
	});

	test('has the same placeholders in both languages', () => {
		const differing = keysOf(en).filter((key) => String(placeholders(en[key])) !== String(placeholders(vi[key])));
		expect(differing).toEqual([]);
	});

	test('names its messages after itself', () => {
		const prefixes = file === 'errors.json' ? ['error_', 'field_'] : [file.replace('.json', '_')];
		expect(keysOf(en).filter((key) => !prefixes.some((prefix) => key.startsWith(prefix)))).toEqual([]);
	});
});

test('no message stands in two files', () => {
	const all = files.flatMap((file) => keysOf(read('en', file)));
	expect(all.filter((key, index) => all.indexOf(key) !== index)).toEqual([]);
});
