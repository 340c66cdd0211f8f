import { beforeEach, expect, test, vi } from 'vitest';
import { api, CallError } from '$lib/api';
import type { ChartEntry } from '$lib/api/generated/ChartEntry';
import { TimelinePages } from './timeline-pages.svelte';

const entry = (id: string) => ({ entry: 'document', id }) as ChartEntry;
const cursor = (id: string) => ({ at: '2026-11-01T00:00:00Z', id });
const asked = vi.fn();
let pages: TimelinePages;

beforeEach(() => {
	asked.mockReset();
	asked.mockImplementation(async (_, { after }: { after: { id: string } }) =>
		after.id === 'a' ? { entries: [entry('b')], next: cursor('b') } : { entries: [entry('c')], next: null }
	);
	vi.spyOn(api, 'call').mockImplementation(asked as never);
	pages = new TimelinePages(() => 'p', () => []);
});
const ids = () => pages.pages.flat().map(({ id }) => id);

test('pages follow each other to the end', async () => {
	await pages.begin({ entries: [entry('a')], next: cursor('a') });
	await pages.more();
	await pages.more();
	await pages.more();
	expect([ids(), pages.next, pages.count]).toEqual([['a', 'b', 'c'], null, 3]);
	expect(asked).toHaveBeenCalledTimes(2);
});

test('after a change as much is read again, and what stood there stays until it has come', async () => {
	await pages.begin({ entries: [entry('a')], next: cursor('a') });
	await pages.more();
	const again = pages.begin({ entries: [entry('new'), entry('a')], next: cursor('a') });
	expect(ids()).toEqual(['a', 'b']);
	await again;
	expect(ids()).toEqual(['new', 'a', 'b']);
});

test('a page of other filters that comes late is dropped', async () => {
	await pages.begin({ entries: [entry('a')], next: cursor('a') });
	const late = pages.more();
	pages.reset();
	await late;
	expect([ids(), pages.busy]).toEqual([[], false]);
});

test('a refused page leaves what is there and can be asked for again', async () => {
	await pages.begin({ entries: [entry('a')], next: cursor('a') });
	asked.mockRejectedValueOnce(new CallError({ code: 'store_unavailable', params: {}, fields: [], ref: '' }));
	await pages.more();
	expect([ids(), pages.error?.code, pages.busy]).toEqual([['a'], 'store_unavailable', false]);
	await pages.more();
	expect([ids(), pages.error]).toEqual([['a', 'b'], null]);
});

test('a page is drawn in blocks that leave nothing out', async () => {
	const many = Array.from({ length: 45 }, (_, n) => entry(`e${n}`));
	await pages.begin({ entries: many, next: null });
	expect(pages.blocks.map((block) => block.length)).toEqual([20, 20, 5]);
	expect(pages.blocks.flat()).toEqual(many);
});
