import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { today } from '$lib/i18n/format';
import { setRegion } from '$lib/i18n/region.svelte';
import DateField from './DateField.svelte';
import DateForm from '../../../tests/DateForm.svelte';

beforeEach(() => setRegion({ country: 'IE', timeZone: 'UTC' }));
const field = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Ends' });

test('shows its day in words, and in figures while one types', async () => {
	render(DateField, { label: 'Ends', value: '2026-12-03' });
	expect(field().value).toBe('3 Dec 2026');
	await userEvent.click(field());
	expect(field().value).toBe('03/12/2026');
	await userEvent.clear(field());
	await userEvent.type(field(), '4 jan 2027');
	expect(screen.getByText(/^Mon,? 4 Jan 2027$/)).toBeTruthy();
	await userEvent.tab();
	expect(field().value).toBe('4 Jan 2027');
});

test('steps by days with the arrows, from today when it is empty', async () => {
	render(DateForm, { sent: vi.fn() });
	await userEvent.type(field(), '{ArrowDown}');
	await userEvent.tab();
	const [year, month, day] = today().split('-').map(Number) as [number, number, number];
	const shown = new Date(`${field().value} UTC`);
	expect([shown.getUTCFullYear(), shown.getUTCMonth() + 1, shown.getUTCDate()]).toEqual([year, month, day]);
});

test('what is no day is kept, told, and holds its form back', async () => {
	const sent = vi.fn();
	render(DateForm, { sent });
	await userEvent.type(field(), '31 nov{Enter}');
	expect(sent).not.toHaveBeenCalled();
	expect(screen.getByText('There is no such day')).toBeTruthy();
	expect(field().value).toBe('31 nov');
	await userEvent.clear(field());
	await userEvent.type(field(), '30/11/2026{Enter}');
	expect(sent).toHaveBeenCalledExactlyOnceWith('2026-11-30');
});
