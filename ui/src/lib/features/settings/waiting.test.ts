import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { api } from '$lib/api';
import { queryClient } from '$lib/api/queries.svelte';
import { session } from '$lib/features/identity/session.svelte';
import { thresholdsAt } from '$lib/features/today/board';
import { answering, refusal } from '../../../../tests/fake-api';
import { pseudo, strayTexts } from '../../../../tests/pseudo';
import WaitingCard from './WaitingCard.svelte';

vi.mock('$lib/paraglide/messages', (original) => pseudo(original));

const place = { id: 'l1', version: 3, name: 'Qzx', city: 'Galway', hours: [], wait_warn_minutes: 15, wait_late_minutes: 30 };
let asked: ReturnType<typeof answering>;
let may: boolean;
const sent = () => asked.mock.calls.filter(([name]) => name === 'directory.save_location').map(([, request]) => request);

beforeEach(() => {
	queryClient.clear();
	may = true;
	asked = answering({ 'directory.location': () => place, 'directory.save_location': (request: object) => ({ ...request, version: 4 }) });
	vi.spyOn(api, 'call').mockImplementation(asked as never);
	vi.spyOn(session, 'may').mockImplementation(() => may);
});

async function shown() {
	render(WaitingCard, { id: 'l1', name: 'Qzx' });
	await vi.waitFor(() => expect(screen.getAllByRole('textbox')).toHaveLength(2));
	return screen.getAllByRole<HTMLInputElement>('textbox');
}

async function type(field: HTMLInputElement, text: string) {
	await userEvent.clear(field);
	await userEvent.type(field, `${text}{Tab}`);
}

test('minutes are saved with the whole location as soon as one leaves the field', async () => {
	const [warn] = await shown();
	expect(strayTexts(document.body, ['Qzx'])).toEqual([]);
	await type(warn!, '20');
	expect(sent()).toEqual([{ ...place, wait_warn_minutes: 20 }]);
});

test('the first may rise past the second: what was refused is sent again with the other', async () => {
	const [warn, late] = await shown();
	asked.mockImplementationOnce(async () => {
		throw refusal('invalid', { fields: [{ field: 'wait_late_minutes', code: 'not_above', params: { minutes: 40 } }] });
	});
	await type(warn!, '40');
	expect(late!.getAttribute('aria-invalid')).toBe('true');
	await type(late!, '60');
	expect(sent().at(-1)).toMatchObject({ wait_warn_minutes: 40, wait_late_minutes: 60, version: 3 });
	expect(late!.getAttribute('aria-invalid')).toBeNull();
});

test('what is no number is not sent', async () => {
	const [warn] = await shown();
	await type(warn!, 'ten');
	expect(sent()).toEqual([]);
	expect(warn!.getAttribute('aria-invalid')).toBe('true');
});

test('what someone else changed of the location stays; the same minutes are asked about', async () => {
	const [warn] = await shown();
	const stale = (current: object) => async () => {
		throw refusal('stale', { params: { current } });
	};
	asked.mockImplementationOnce(stale({ ...place, version: 5, city: 'Cork' }));
	await type(warn!, '20');
	expect(sent().at(-1)).toMatchObject({ version: 5, city: 'Cork', wait_warn_minutes: 20 });
	asked.mockImplementationOnce(stale({ ...place, version: 6, wait_warn_minutes: 10 }));
	const before = sent().length;
	await type(warn!, '25');
	expect(sent()).toHaveLength(before + 1);
	expect(document.querySelector('.note')).not.toBeNull();
});

test('whoever may not change the location sees the minutes', async () => {
	may = false;
	const [warn, late] = await shown();
	expect([warn!.value, late!.value, warn!.disabled]).toEqual(['15', '30', true]);
});

test('a location’s own minutes count in the queue, the usual ones until they are read', () => {
	expect(thresholdsAt([{ ...place, wait_warn_minutes: 20 } as never], 'l1')).toEqual({ soon: 20, now: 30 });
	expect(thresholdsAt(undefined, 'l1')).toEqual({ soon: 15, now: 30 });
});
