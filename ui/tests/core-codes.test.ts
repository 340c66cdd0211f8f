import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/* The core speaks in codes. Whatever it can refuse needs a text here. */

const CORE = '../core/src';
const sources = readdirSync(CORE, { recursive: true, encoding: 'utf8' })
	.filter((path) => path.endsWith('.rs') && !path.endsWith('tests.rs'))
	.map((path) => readFileSync(join(CORE, path), 'utf8').split('#[cfg(test)]')[0]!);
const catalogue = JSON.parse(readFileSync('messages/en/errors.json', 'utf8')) as Record<string, unknown>;

function named(pattern: RegExp): string[] {
	const found = sources.flatMap((source) => [...source.matchAll(pattern)].map((match) => match[1]!));
	return [...new Set(found)].sort();
}

test('every error code has a text', () => {
	const type = readFileSync('src/lib/api/generated/ErrorCode.ts', 'utf8');
	const codes = [...type.matchAll(/"([a-z_]+)"/g)].map((match) => match[1]!);
	expect(codes.length).toBeGreaterThan(15);
	expect(codes.filter((code) => !(`error_${code}` in catalogue))).toEqual([]);
});

test('every code of a wrong field has a text', () => {
	const codes = [
		...named(/\b(?:wrong|wrong_with|Error::field)\(\s*[^,()]+(?:\([^()]*\))?,\s*"([a-z_]+)"/g),
		...named(/Some\("(password_[a-z_]+)"\)/g)
	];
	expect(codes).toContain('required');
	expect(codes.filter((code) => !(`field_${code}` in catalogue))).toEqual([]);
});

test('every reason why a move is not allowed has a text', () => {
	const reasons = named(/NotAllowed\)\s*\.with\("reason", "([a-z_]+)"\)/g);
	expect(reasons).toContain('clinic_exists');
	expect(reasons.filter((reason) => !(`error_not_allowed_${reason}` in catalogue))).toEqual([]);
});
