import { afterEach, describe, expect, test, vi } from 'vitest';
import { api } from '$lib/api';
import { refusal } from '../../../../tests/fake-api';
import { nameFrom, Registration } from './registration.svelte';

afterEach(() => vi.restoreAllMocks());

test('the typed text of a search becomes a name', () => {
	expect(nameFrom('Hana Kovács')).toEqual({ first: 'Hana', last: 'Kovács' });
	expect(nameFrom('Kovács, Hana')).toEqual({ first: 'Hana', last: 'Kovács' });
	expect(nameFrom('Mary Ann Lee 12.3.82')).toEqual({ first: 'Mary Ann', last: 'Lee' });
	expect(nameFrom('Kovács')).toEqual({ first: '', last: 'Kovács' });
	expect(nameFrom('0209163304')).toEqual({ first: '', last: '' });
});

describe('registering', () => {
	const wrong = (...fields: [string, string][]) =>
		refusal('invalid', { fields: fields.map(([field, code]) => ({ field, code, params: {} })) });

	test('what is missing and what is wrongly written are told at once', async () => {
		const call = vi.spyOn(api, 'call').mockRejectedValue(
			wrong(['last_name', 'required'], ['date_of_birth', 'required'], ['sex', 'required'], ['phone', 'phone_invalid'], ['email', 'email_invalid'])
		);
		const form = new Registration();
		Object.assign(form, { first: 'Hana', born: '1990-02-31', phone: '12', email: 'nobody at home' });
		expect(form.errors).toEqual({});
		expect(await form.save()).toBeUndefined();
		expect(call.mock.calls[0]![1]).toMatchObject({ first_name: 'Hana', last_name: '', date_of_birth: '', sex: null, phone: '12', more: { email: 'nobody at home' } });
		const told = Object.entries(form.errors).filter(([, text]) => text !== undefined);
		expect(told.map(([field]) => field).sort()).toEqual(['date_of_birth', 'email', 'last_name', 'phone', 'sex']);
		expect(form.errors.date_of_birth).toContain('no such day');
	});

	test('what was missing is no longer told once it is there', async () => {
		vi.spyOn(api, 'call').mockRejectedValue(wrong(['last_name', 'required'], ['phone', 'phone_invalid']));
		const form = new Registration('Hana ');
		await form.save();
		expect(form.errors.last_name).toBeUndefined();
		form.last = '';
		expect(form.errors.last_name).toBeDefined();
		form.last = 'Kovács';
		expect([form.errors.last_name === undefined, form.errors.phone === undefined]).toEqual([true, false]);
	});
});
