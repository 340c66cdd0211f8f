import { expect, test } from 'vitest';
import { nameFrom } from './registration.svelte';

test('the typed text of a search becomes a name', () => {
	expect(nameFrom('Hana Kovács')).toEqual({ first: 'Hana', last: 'Kovács' });
	expect(nameFrom('Kovács, Hana')).toEqual({ first: 'Hana', last: 'Kovács' });
	expect(nameFrom('Mary Ann Lee 12.3.82')).toEqual({ first: 'Mary Ann', last: 'Lee' });
	expect(nameFrom('Kovács')).toEqual({ first: '', last: 'Kovács' });
	expect(nameFrom('0209163304')).toEqual({ first: '', last: '' });
});
