import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { chart } from '$lib/features/chart/sample';
import { keys } from '$lib/keys';
import { answering, refusal } from './fake-api';
import { me } from './fixtures';
import { KEY_CAPS, pseudo, strayTexts } from './pseudo';

const call = vi.hoisted(() => vi.fn());
vi.mock('$lib/paraglide/messages', (original) => pseudo(original));
vi.mock('$app/navigation', () => ({ goto: vi.fn() }));
vi.mock('$lib/api', async (original) => ({
	...(await original<typeof import('$lib/api')>()),
	api: { call, onStale: () => () => undefined }
}));
const { default: ChartHeader } = await import('$lib/features/chart/ChartHeader.svelte');
const { default: ChartSide } = await import('$lib/features/chart/ChartSide.svelte');
const { default: VitalsCard } = await import('$lib/features/chart/VitalsCard.svelte');
const { default: ChartPage } = await import('$lib/features/chart/ChartPage.svelte');
const { session } = await import('$lib/features/identity/session.svelte');

const DATA = [...KEY_CAPS, 'Eileen Byrne', 'C-000312', 'Falls', 'Penicillins', 'anaphylaxis', 'Hypertension', 'Warfarin', 'daily', 'min', 'Aug', 'Oct', 'Nov'];
const user = userEvent.setup();
const press = (event: KeyboardEvent) => void keys.dispatch(event);

beforeEach(() => {
	call.mockReset();
	session.me = { ...me, permissions: ['chart.read', 'chart.write'] };
	window.removeEventListener('keydown', press);
	window.addEventListener('keydown', press);
});

test('what must not be overlooked stands in the header, said and not only coloured', () => {
	const { container } = render(ChartHeader, { chart: chart() });
	expect(screen.getByText('Penicillins').closest('li')!.textContent).toContain('Allergic to');
	expect(container.textContent).toContain('Falls');
});

test('an allergy that nobody asked about is not taken for none', () => {
	render(ChartHeader, { chart: chart({ allergies: [] }) });
	expect(screen.getByText(/not asked yet/)).toBeTruthy();
	expect(screen.queryByText(/No known allergies/)).toBeNull();
});

test('the key adds an allergy and the save carries what was typed', async () => {
	call.mockImplementation(answering({ 'chart.save_allergy': (request: object) => ({ ...request, id: 'a2', version: 1, document_id: 'd2' }) }));
	render(ChartSide, { chart: chart(), mayEdit: true });
	await user.keyboard('{Alt>}a{/Alt}');
	await user.type(await screen.findByLabelText(/Substance/), 'Latex');
	await user.click(screen.getByRole('button', { name: /Save/ }));
	await waitFor(() => expect(call).toHaveBeenCalled());
	expect(call.mock.calls[0]![0]).toBe('chart.save_allergy');
	expect(call.mock.calls[0]![1]).toMatchObject({ id: null, patient_id: 'p', substance: 'Latex', status: 'active' });
});

test('who may only read is offered nothing to press', () => {
	const { container } = render(ChartSide, { chart: chart(), mayEdit: false });
	expect(container.querySelectorAll('button')).toHaveLength(0);
});

test('a chart that cannot be read says so, and one that may not be read too', async () => {
	call.mockRejectedValue(refusal('store_unavailable'));
	const first = render(ChartPage, { patientId: 'p' });
	expect(await screen.findByText(/could not be read/)).toBeTruthy();
	first.unmount();
	session.me = { ...me, permissions: [] };
	const asked = call.mock.calls.length;
	render(ChartPage, { patientId: 'p' });
	expect(await screen.findByText(/Your role may not see this/)).toBeTruthy();
	expect(call.mock.calls).toHaveLength(asked);
});

test('no part of a chart has text of its own', () => {
	const parts = [
		render(ChartHeader, { chart: chart() }),
		render(ChartSide, { chart: chart(), mayEdit: true }),
		render(VitalsCard, { vitals: chart().vitals })
	];
	expect(parts.map(({ container }) => strayTexts(container, DATA))).toEqual([[], [], []]);
});
