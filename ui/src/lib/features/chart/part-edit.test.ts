import { afterEach, expect, test, vi } from 'vitest';
import { api, CallError } from '$lib/api';
import type { ChartProblem } from '$lib/api/generated/ChartProblem';
import { toast } from '$lib/ui';
import { PartEdit } from './part-edit.svelte';
import { changes } from './part-fields';

const blank = { code: '', description: '', status: 'active' as const, onset_on: null, resolved_on: null, note: '' };
const row: ChartProblem = { ...blank, id: 'a', patient_id: 'p', document_id: 'd', version: 3, code: 'I10', description: 'Hypertension', note: 'mild' };
const edit = (from: ChartProblem | null = row) => new PartEdit('chart.save_problem', 'p', from, blank);

afterEach(() => vi.restoreAllMocks());

test('a further version is saved on the one that was read, and taken back by saving the one before', async () => {
	const call = vi.spyOn(api, 'call').mockResolvedValue({ ...row, version: 4, note: 'severe' } as never);
	const form = edit();
	form.draft.note = 'severe';
	await form.save('Saved');
	expect(call.mock.calls[0]![1]).toMatchObject({ id: 'a', patient_id: 'p', version: 3, note: 'severe' });
	await toast.current!.undo!();
	expect(call.mock.calls[1]![1]).toMatchObject({ id: 'a', version: 4, note: 'mild' });
});

test('what was added by mistake is refuted, not deleted', async () => {
	const call = vi.spyOn(api, 'call').mockResolvedValue({ ...row, version: 1 } as never);
	const form = edit(null);
	form.draft.description = 'Hypertension';
	await form.save('Saved');
	expect(call.mock.calls[0]![1]).toMatchObject({ id: null, version: 0 });
	await toast.current!.undo!();
	expect(call.mock.calls[1]![1]).toMatchObject({ id: 'a', version: 1, status: 'refuted' });
});

test('a stale save shows both and goes on from what is stored', async () => {
	const stored = { ...row, version: 4, note: 'stored' };
	const call = vi.spyOn(api, 'call').mockRejectedValueOnce(new CallError({ code: 'stale', params: { current: stored }, fields: [], ref: '' }));
	const form = edit();
	form.draft.note = 'mine';
	expect(await form.save('Saved')).toBeUndefined();
	expect(form.differences).toEqual([{ field: 'note', yours: 'mine', stored: 'stored' }]);
	form.keepMine();
	call.mockResolvedValue({ ...stored, version: 5, note: 'mine' } as never);
	await form.save('Saved');
	expect(call.mock.calls[1]![1]).toMatchObject({ version: 4, note: 'mine' });
});

test('a version tells what it changed', () => {
	expect(changes({ ...row, note: 'severe' }, { ...row })).toHaveLength(1);
	expect(changes({ ...row }, null)).toHaveLength(4);
});
