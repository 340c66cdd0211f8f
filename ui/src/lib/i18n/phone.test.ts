import { describe, expect, test } from 'vitest';
import { formatPhone, phoneMarks } from './phone';

describe('a phone number', () => {
	test('is national at home and international elsewhere', () => {
		expect(formatPhone('+353209124471', 'IE')).toBe('(020) 912 4471');
		expect(formatPhone('+353209124471', 'VN')).toBe('+353 20 912 4471');
		expect(formatPhone('+84912345678', 'VN')).toBe('0912 345 678');
	});

	test('stays as it is when it cannot be read', () => {
		expect(formatPhone('ask the daughter', 'IE')).toBe('ask the daughter');
		expect(formatPhone('', null)).toBe('');
	});

	test('keeps its marks on the same digits', () => {
		const shown = formatPhone('+353209124471', 'IE');
		const [mark] = phoneMarks('+353209124471', shown, [{ start: 9, end: 13 }]);
		expect(shown.slice(mark!.start, mark!.end)).toBe('4471');
		const [whole] = phoneMarks('+353209124471', shown, [{ start: 0, end: 13 }]);
		expect(shown.slice(whole!.start, whole!.end)).toBe('020) 912 4471');
	});
});
