import { afterEach, expect, test, vi } from 'vitest';
import { api, CallError } from '$lib/api';
import type { DayVisit } from '$lib/api/generated/DayVisit';
import { card, DAY, instant } from '$lib/features/scheduling/sample';
import { toast } from '$lib/ui';
import { GoOn, inOrder, nextOf } from './my-day.svelte';

const visit = (id: string, start: number, status: DayVisit['card']['status']): DayVisit => ({
	card: card(id, start, { status }), waited_minutes: null, severe_allergies: []
});

afterEach(() => vi.restoreAllMocks());

test('who is inside stands first, then who waits, then who comes, then who is done', () => {
	const visits = [visit('done', 540, 'completed'), visit('late', 600, 'confirmed'), visit('next', 570, 'scheduled'), visit('waits', 620, 'checked_in'), visit('in', 630, 'in_progress')];
	expect(inOrder(visits).map(({ card }) => card.id)).toEqual(['in', 'waits', 'next', 'late', 'done']);
	expect(nextOf({ doctor_id: 'd', day: DAY, now: instant(640), visits, next_id: 'waits' })?.id).toBe('waits');
	expect(nextOf(undefined)).toBeNull();
});

test('going on ends the visit on the screen and opens the chart of the next', async () => {
	const change = (id: string) => ({ card: card(id, 600, { status: 'in_progress' }), event_id: 'e', undo_until: null, moved_from: null, proposal: null });
	const call = vi.spyOn(api, 'call').mockResolvedValue({ finished: null, started: change('b') } as never);
	expect(await new GoOn().run(card('a', 540, { status: 'in_progress', version: 4 }))).toBe('p-b');
	expect(call.mock.calls[0]![1]).toMatchObject({ finish: { id: 'a', version: 4 } });
	await new GoOn().run(card('a', 540, { status: 'completed' }));
	expect(call.mock.calls[1]![1]).toMatchObject({ finish: null });
});

test('Ctrl+Z takes back both: the visit that began and the one that ended', async () => {
	const change = (id: string) => ({ card: card(id, 600), event_id: `e-${id}`, undo_until: instant(700), moved_from: null, proposal: null });
	const call = vi.spyOn(api, 'call').mockResolvedValueOnce({ finished: change('a'), started: change('b') } as never);
	await new GoOn().run(card('a', 540, { status: 'in_progress' }));
	call.mockResolvedValueOnce(change('b') as never);
	await toast.undo();
	expect(call.mock.calls[1]!.slice(0, 2)).toEqual(['scheduling.undo', { event_id: 'e-b', also: 'e-a' }]);
});

test('when nobody waits, that is said and one stays', async () => {
	vi.spyOn(api, 'call').mockRejectedValue(new CallError({ code: 'not_allowed', params: { reason: 'nobody_waits' }, fields: [], ref: '' }));
	expect(await new GoOn().run(null)).toBeNull();
	expect(toast.current).toMatchObject({ tone: 'danger' });
});
