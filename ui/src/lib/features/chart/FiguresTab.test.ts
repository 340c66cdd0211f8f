import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { api } from '$lib/api';
import type { Growth } from '$lib/api/generated/Growth';
import type { GrowthPlace } from '$lib/api/generated/GrowthPlace';
import { queryClient } from '$lib/api/queries.svelte';
import { answering } from '../../../../tests/fake-api';
import { pseudo, strayTexts } from '../../../../tests/pseudo';
import FiguresTab from './FiguresTab.svelte';

vi.mock('$lib/paraglide/messages', (original) => pseudo(original));

const figure = (code: string, day: number, value: number, flag = 'normal', unit = '/min') => ({
	id: `${code}${day}`, document_id: null, code, name: '', value, unit, taken_at: `2026-11-${day}T09:00:00Z`, reference_low: 60, reference_high: 100, flag, growth: null as GrowthPlace | null
});
const grownUp: Growth = { basis: 'grown_up', born: '1980-01-01', measures: [] };
let asked: ReturnType<typeof answering>;

beforeEach(() => {
	queryClient.clear();
	asked = answering({
		'chart.measured': () => [{ code: 'heart_rate', name: '', figures: 3 }, { code: '4548-4', name: 'HbA1c', figures: 1 }],
		'chart.growth': () => grownUp,
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
		if (name === 'chart.growth') return grownUp;
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

/** A girl of ten months with three weights, the last one beyond the charts. */
function child(basis: Growth['basis']) {
	const curve = (percentile: number, low: number) => ({ percentile, values: [low, low + 6, low + 10] });
	const measures = basis === 'child' ? [{ code: 'weight', months: [0, 12, 240], curves: [curve(3, 2), curve(50, 3), curve(97, 4)] }] : [];
	const weight = (day: number, value: number, months: number, percentile: number) => ({
		...figure('weight', day, value, 'none', 'kg'), growth: basis === 'child' ? { months, percentile } : null
	});
	asked.mockImplementation(async (name: string) => {
		if (name === 'chart.growth') return { basis, born: '2026-01-10', measures };
		if (name === 'chart.measured') return [{ code: 'heart_rate', name: '', figures: 1 }, { code: 'weight', name: '', figures: 3 }];
		return [weight(10, 8.2, 10, 41.2), weight(14, 8.4, 10.1, 44), weight(20, 20, 10.3, 100)];
	});
	return render(FiguresTab, { patientId: 'p' });
}

test('a child is plotted over age, before the curves, with age and percentile in words and in the table', async () => {
	const { container } = child('child');
	const plot = await screen.findByRole('slider');
	await vi.waitFor(() => expect(container.querySelectorAll('.curve')).toHaveLength(3));
	expect([container.querySelectorAll('.band').length, container.querySelectorAll('.out').length]).toEqual([0, 1]);
	plot.focus();
	await userEvent.keyboard('{Home}');
	expect(plot.getAttribute('aria-valuetext')).toMatch(/8.2 kg.*41/);
	expect(container.querySelector('thead')!.textContent).toContain('⟦Percentile⟧');
	const cells = [...container.querySelectorAll('tbody tr')].map((row) => row.querySelectorAll('td')[3]!.textContent);
	expect(cells).toEqual(['> 99.9', '44', '41']);
	expect(strayTexts(container, ['Nov', 'min', 'kg'])).toEqual([]);
});

test('without a sex that the charts know nothing is told but why', async () => {
	const { container } = child('sex_unknown');
	await vi.waitFor(() => expect(container.querySelectorAll('tbody tr').length).toBeGreaterThan(0));
	expect([container.querySelectorAll('.curve').length, container.querySelector('thead')!.textContent!.includes('Percentile')]).toEqual([0, false]);
	expect(container.textContent).toContain('No percentiles');
});
