import { expect, test } from 'vitest';
import { unitText } from './labels';

test('a UCUM unit is shown as people write it', () => {
	const shown = { 'umol/L': 'µmol/L', 'ug/mL': 'µg/mL', 'uU/mL': 'µU/mL', '10*9/L': '10⁹/L', '10*12/L': '10¹²/L', 'mm[Hg]': 'mmHg', 'kg/m2': 'kg/m²', '{score}': '' };
	expect(Object.keys(shown).map(unitText)).toEqual(Object.values(shown));
});

test('what is no micro and no power stays', () => {
	for (const unit of ['mmol/L', 'mU/L', 'fL', '%', 'µmol/L', 'units', 'cup', 'Hounsfield u', '1.73 m2']) expect(unitText(unit)).toBe(unit);
});
