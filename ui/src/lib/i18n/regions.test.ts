import { afterEach, expect, test, vi } from 'vitest';
import { likelyCountry } from './regions';

afterEach(() => vi.restoreAllMocks());

test('the country is the first that the system names; what is no language tag is passed over', () => {
	vi.spyOn(navigator, 'languages', 'get').mockReturnValue(['c', 'en', 'en-IE', 'vi-VN']);
	expect(likelyCountry()).toBe('IE');
	vi.spyOn(navigator, 'languages', 'get').mockReturnValue(['']);
	expect(likelyCountry()).toBe('');
});
