import { expect, test } from 'vitest';
import { percentileText, placesOf } from './growth';

test('a percentile is whole, fine at the two ends, and no nonsense beyond them', () => {
	expect([61.6, 1, 99, 98.7, 0.96, 0.4, 99.55, 0.1, 99.9].map(percentileText)).toEqual(['62', '1', '99', '99', '1', '0.4', '99.6', '0.1', '99.9']);
	expect([0, 0.09, 99.91, 100].map(percentileText)).toEqual(['< 0.1', '< 0.1', '> 99.9', '> 99.9']);
});

test('percentiles are found by figure', () => {
	expect(placesOf([{ figure: 'weight', percentile: 3 }])).toEqual({ weight: 3 });
	expect(placesOf(undefined)).toEqual({});
});
