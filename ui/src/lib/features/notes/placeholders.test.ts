import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PLACEHOLDERS, previewOf } from './placeholders';

test('every placeholder of the core has an example', () => {
	const source = readFileSync('../core/src/notes/placeholders.rs', 'utf8');
	const names = /NAMES: &\[&str\] = &\[([^\]]*)\]/.exec(source)![1]!.match(/[a-z_]+/g);
	expect(Object.keys(PLACEHOLDERS)).toEqual(names);
});

test('what is not known stays as it stands', () => {
	expect(previewOf('BP {bp}, {nothing} {Name}')).toMatch(/^BP \d+\/\d+, \{nothing\} \{Name\}$/);
});
