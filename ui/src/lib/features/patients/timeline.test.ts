import { expect, test } from 'vitest';
import type { TimelineEntry } from '$lib/api/generated/TimelineEntry';
import { byYear, changeLines } from './timeline';

const change = (at: string): TimelineEntry => ({
	kind: 'change', id: at, at, action: 'edited', actor_name: '', reason: '', merge_id: null,
	fields: [{ field: 'city', before: 'Cork', after: '' }]
});

test('entries stand under the year of the place', () => {
	const years = byYear([change('2026-03-01T10:00:00Z'), change('2026-01-01T00:30:00Z'), change('2025-12-31T23:30:00Z')], 'UTC');
	expect(years.map(({ year, entries }) => [year, entries.length])).toEqual([['2026', 2], ['2025', 1]]);
});

test('a change says what it was and what it is', () => {
	const entry = change('2026-03-01T10:00:00Z');
	const [line] = entry.kind === 'change' ? changeLines(entry) : [];
	expect(line).toContain('Cork');
});
