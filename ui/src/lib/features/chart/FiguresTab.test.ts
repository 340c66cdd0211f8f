import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { api } from '$lib/api';
import { queryClient } from '$lib/api/queries.svelte';
import { answering } from '../../../../tests/fake-api';
import { pseudo, strayTexts } from '../../../../tests/pseudo';
import FiguresTab from './FiguresTab.svelte';

vi.mock('$lib/paraglide/messages', (original) => pseudo(original));

const figure = (code: string, day: number, value: number, flag = 'normal', unit = '/min') => ({
	id: `${code}${day}`, document_id: null, code, name: '', value, unit, taken_at: `2026-11-${day}T09:00:00Z`, reference_low: 60, reference_high: 100, flag
});
let asked: ReturnType<typeof answering>;

beforeEach(() => {
	queryClient.clear();
	asked = answering({
		'chart.measured': () => [{ code: 'heart_rate', name: '', figures: 3 }, { code: '4548-4', name: 'HbA1c', figures: 1 }],
		'chart.series': ({ code }: { code: string }) =>
			code === 'heart_rate' ? [figure(code, 10, 76), figure(code, 14, 112, 'high'), figure(code, 20, 80)] : [figure(code, 12, 7.1, 'none', '%')]
	});
	vi.spyOn(api, 'call').mockImplementation(asked as never);
});

test('figures are plotted, told key by key, and stand in a table', async () => {
	const { container } = render(FiguresTab, { patientId: 'p' });
	const plot = (await screen.findAllByRole('slider'))[0]!;
	await vi.waitFor(() => expect(plot.getAttribute('aria-valuemax')).toBe('3'));
	plot.focus();
	await userEvent.keyboard('{ArrowLeft}');
	expect(plot.getAttribute('aria-valuenow')).toBe('2');
	expect(plot.getAttribute('aria-valuetext')).toContain('112');
	await userEvent.keyboard('{Home}');
	expect(plot.getAttribute('aria-valuetext')).toContain('76');
	expect(container.querySelectorAll('table')).toHaveLength(2);
	expect(strayTexts(container, ['Nov', 'min', 'HbA1c', '%'])).toEqual([]);
});

test('of blood pressure both usual ranges stand beside the two figures', async () => {
	const [upper, lower] = ['bp_systolic', 'bp_diastolic'];
	const range = (low: number | null, high: number | null) => ({ reference_low: low, reference_high: high });
	asked.mockImplementation(async (name: string, request: unknown) => {
		if (name === 'chart.measured') return [upper, lower].map((code) => ({ code, name: '', figures: 2 }));
		return (request as { code: string }).code === upper
			? [{ ...figure(upper!, 10, 128), ...range(90, 140) }, { ...figure(upper!, 11, 131), ...range(null, null) }]
			: [{ ...figure(lower!, 10, 82), ...range(60, 90) }, { ...figure(lower!, 11, 84), ...range(null, null) }];
	});
	const { container } = render(FiguresTab, { patientId: 'p' });
	await vi.waitFor(() => expect(container.querySelectorAll('tbody tr')).toHaveLength(2));
	const cells = [...container.querySelectorAll('tbody tr')].map((row) => [...row.querySelectorAll('td')].slice(1, 3).map((cell) => cell.textContent));
	expect(cells).toEqual([['131/84', ''], ['128/82', '90–140 / 60–90']]);
});

test('a figure can be left out', async () => {
	render(FiguresTab, { patientId: 'p' });
	await userEvent.click(await screen.findByRole('button', { name: 'HbA1c' }));
	expect(screen.getAllByRole('slider')).toHaveLength(1);
});
