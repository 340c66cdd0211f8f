import { expect, test } from 'vitest';

const sources = import.meta.glob<string>(['/src/lib/features/**/*.{svelte,ts}', '/src/lib/shell/*.svelte', '!/**/*.test.ts'], {
	query: '?raw',
	import: 'default',
	eager: true
});

/** What stands on one page together. A booking opens in front of any of them, and the shell is always there. */
const pages: string[][] = [
	['chart', 'notes', 'prescribing', 'records', 'files', 'tasks'],
	['patients', 'insurance', 'files'],
	['billing'],
	['scheduling', 'today', 'calendar', 'visit', 'waitlist']
];
const everywhere = ['booking', 'shell', 'notifications'];

/** Each letter with Alt that a folder binds, with what it runs. */
function bound(folder: string): [key: string, runs: string][] {
	const own = Object.entries(sources).filter(([path]) => path.split('/').at(folder === 'shell' ? 3 : 4) === folder);
	const found = own.flatMap(([path, text]) => {
		const entries = text.matchAll(/id: [`']([\w.]+)[^{}]*?keys: \[([^\]]*)\]/g);
		return [...entries].flatMap(([, id, keys]) => [...(keys ?? '').matchAll(/'(alt\+\w)'/g)].map(([, key]) => [key, id ?? path] as [string, string]));
	});
	return found;
}

test('the letters are found at all', () => {
	expect(bound('chart').map(([key]) => key)).toContain('alt+p');
	expect(bound('prescribing')).toHaveLength(6);
	expect(bound('booking')).toHaveLength(3);
	expect(bound('shell')).toContainEqual(['alt+l', 'location']);
});

test.each(pages)('each letter with Alt runs one thing: %s', (...page) => {
	const runs = new Map<string, Set<string>>();
	for (const [key, id] of [...page, ...everywhere].flatMap(bound)) runs.set(key, (runs.get(key) ?? new Set()).add(id));
	const shared = [...runs].filter(([, ids]) => ids.size > 1).map(([key, ids]) => [key, [...ids]]);
	expect(shared).toEqual([]);
});

/** A key is drawn only where a command of the same folder answers it. */
test('each letter that is drawn is bound', () => {
	const drawn = Object.entries(sources).flatMap(([path, text]) => {
		const folder = path.split('/').at(path.startsWith('/src/lib/shell') ? 3 : 4)!;
		const own = new Set(bound(folder).map(([key]) => key));
		return [...text.matchAll(/(?:kbd|keys|addKey)="(alt\+\w)"/gi)].filter(([, key]) => !own.has((key ?? '').toLowerCase())).map(([, key]) => `${path} ${key}`);
	});
	expect(drawn).toEqual([]);
});
