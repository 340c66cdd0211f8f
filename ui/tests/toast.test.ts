import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { toast } from '$lib/ui';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	toast.hide();
	vi.useRealTimers();
});

test('a message goes, and can be taken back for three minutes', async () => {
	const undo = vi.fn();
	toast.show({ text: 'Moved', undo });
	vi.advanceTimersByTime(11_000);
	expect(toast.current).toBeNull();
	vi.advanceTimersByTime(160_000);
	await toast.undo();
	await toast.undo();
	expect(undo).toHaveBeenCalledTimes(1);
});

test('after three minutes there is nothing to take back', async () => {
	const undo = vi.fn();
	toast.show({ text: 'Moved', undo });
	vi.advanceTimersByTime(181_000);
	await toast.undo();
	expect(undo).not.toHaveBeenCalled();
});

test('only the last change can be taken back', async () => {
	const [first, second] = [vi.fn(), vi.fn()];
	toast.show({ text: 'Moved', undo: first });
	toast.show({ text: 'Cancelled', undo: second });
	await toast.undo();
	expect([first, second].map((undo) => undo.mock.calls.length)).toEqual([0, 1]);
});

test('it stays while it is pointed at', () => {
	toast.show({ text: 'Moved' });
	toast.hold();
	vi.advanceTimersByTime(60_000);
	expect(toast.current?.text).toBe('Moved');
	toast.resume();
	vi.advanceTimersByTime(11_000);
	expect(toast.current).toBeNull();
});
