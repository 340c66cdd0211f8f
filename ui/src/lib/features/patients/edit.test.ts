import { expect, test } from 'vitest';
import type { Patient } from '$lib/api/generated/Patient';
import { changesOf, draftOf } from './edit.svelte';

const patient = {
	id: 'p', version: 1, first_name: 'Hana', middle_name: '', last_name: 'Kovács', preferred_name: '', date_of_birth: '1982-03-09',
	sex: 'female', gender: '', phone: '+353209163304', email: '', street: '', postal_code: '', city: '', state: '', country: 'IE',
	languages: ['Hungarian'], blood_type: 'unknown', desk_note: '',
	consent_treatment: false, consent_reminders: false, consent_sharing: false
} as unknown as Patient;

test('an untouched form changes nothing', () => {
	expect(changesOf(draftOf(patient), patient)).toEqual({});
});

test('only what was touched is sent', () => {
	const draft = { ...draftOf(patient), city: 'Cork', languages: 'Hungarian, English', consent_sharing: true };
	expect(changesOf(draft, patient)).toEqual({ city: 'Cork', languages: ['Hungarian', 'English'], consent_sharing: true });
});

test('a date that cannot be read is sent as typed, for the core to refuse', () => {
	expect(changesOf({ ...draftOf(patient), born: 'soon' }, patient)).toEqual({ date_of_birth: 'soon' });
});
