import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { m } from '$lib/paraglide/messages';
import { listsDate, listTrouble, warningSource, warningText, warningTitle } from './labels';
import { allergy } from './sample';

const catalogue = m as unknown as Record<string, unknown>;

/** The cells of a column. Only the last column, the source, has commas of its own. */
function column(file: string, name: string): string[] {
	const lines = readFileSync(`../core/data/drugs/${file}.csv`, 'utf8').split('\n').filter((line) => line !== '' && !line.startsWith('#'));
	const at = lines[0]!.split(',').indexOf(name);
	return lines.slice(1).map((line) => line.split(',')[at]!);
}

test('every code of the safety lists has its words', () => {
	const codes = [
		...['interactions', 'cautions'].flatMap((file) => ['effect', 'action'].flatMap((name) => column(file, name).map((code) => `${name}_${code}`))),
		...column('interactions', 'mechanism').map((code) => `mechanism_${code}`),
		...column('classes', 'class').map((code) => `class_${code}`),
		...[...column('interactions', 'severity'), ...column('cautions', 'severity')].map((code) => `severity_${code}`)
	];
	expect(codes.length).toBeGreaterThan(500);
	expect([...new Set(codes)].filter((code) => !(`prescribing_${code}` in catalogue))).toEqual([]);
});

test('what the rules themselves say has its words', () => {
	const source = ['allergy', 'duplicate', 'dose', 'caution'].map((file) => readFileSync(`../core/src/prescribing/safety/${file}.rs`, 'utf8')).join('\n');
	const codes = [...source.matchAll(/warning\.(effect|action|mechanism) = [^;]*?;/gs)].flatMap(([text, kind]) => [...text.matchAll(/"([a-z_]+)"/g)].map((found) => `${kind}_${found[1]}`));
	expect(codes).toContain('effect_overdose');
	expect(codes.filter((code) => !(`prescribing_${code}` in catalogue))).toEqual([]);
});

test('a warning names severity, effect, what to do and its source', () => {
	expect(warningTitle(allergy)).toBe('Do not use: amoxicillin with an allergy to Penicillin');
	expect(warningText(allergy).join(' ')).toBe('Allergic reaction. Before: rash. Choose another.');
	expect(warningSource(allergy)).toContain('BNF');
});

test('a missing or old list is told; a current one is not', () => {
	const head = { version: '1', date: '2026-11-01' };
	expect(listTrouble({ name: 'interactions', head, status: 'current' })).toBeUndefined();
	expect(listTrouble({ name: 'interactions', head, status: 'old' })).toContain('2026');
	expect(listTrouble({ name: 'interactions', head: null, status: 'missing' })).toContain('missing');
	expect(listsDate([])).toBe('');
});
