import { expect, test } from 'vitest';
import { carry, copyOf, emptyBody, isUntouched, phraseBefore, setText, textAt, TEXTS, withTemplate } from './body';

test('every text has a place of its own', () => {
	const body = emptyBody();
	for (const path of TEXTS) setText(body, path, path);
	expect(TEXTS.map((path) => textAt(body, path))).toEqual([...TEXTS]);
	expect(isUntouched(emptyBody()) && !isUntouched(body)).toBe(true);
});

test('what was typed while a merge was on its way stays where it was typed', () => {
	const sent = emptyBody();
	sent.plan.recommendations = 'Rest at home.';
	const merged = copyOf(sent);
	merged.plan.recommendations = 'Fluids.\n\nRest at home.';
	merged.tags = ['cough'];
	const typed = copyOf(sent);
	typed.plan.recommendations = 'Rest at home. Tea.';
	typed.objective.vital_signs.heart_rate = 92;
	typed.assessment.text = 'Viral.';
	const body = carry(merged, sent, typed);
	expect(body.plan.recommendations).toBe('Fluids.\n\nRest at home. Tea.');
	expect([body.tags, body.objective.vital_signs.heart_rate, body.assessment.text]).toEqual([['cough'], 92, 'Viral.']);
});

test('a template adds and replaces nothing', () => {
	const body = emptyBody();
	body.plan.recommendations = 'Rest.';
	body.plan.follow_up_days = 3;
	const template = emptyBody();
	template.plan.recommendations = 'Come back if worse.';
	template.plan.follow_up_days = 14;
	const once = withTemplate(body, template);
	expect([once.plan.recommendations, once.plan.follow_up_days]).toEqual(['Rest.\nCome back if worse.', 3]);
	expect(withTemplate(once, template)).toEqual(once);
});

test('a slash begins a phrase after a blank only', () => {
	expect(phraseBefore('Rest. /saf', 10)).toEqual({ start: 6, typed: 'saf' });
	expect(phraseBefore('/', 1)).toEqual({ start: 0, typed: '' });
	for (const text of ['BP 120/80', 'mg/kg', 'Rest.', '/a b']) expect(phraseBefore(text, text.length)).toBeNull();
});
