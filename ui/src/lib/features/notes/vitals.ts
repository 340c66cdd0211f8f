import type { Units } from '$lib/api/generated/Units';
import type { VitalRange } from '$lib/api/generated/VitalRange';
import type { Vitals } from '$lib/api/generated/Vitals';
import { session } from '$lib/features/identity/session.svelte';
import type { Figure } from './body';

/* Figures as they are typed. Stored is always metric; imperial is shown and read where the clinic says so. */

/** As the clinic set them. */
export const clinicUnits = (): Units => (session.me?.units === 'imperial' ? 'imperial' : 'metric');

/** What a metric figure is in imperial units, and back. */
const IMPERIAL: Partial<Record<Figure, { unit: string; factor: number; offset: number }>> = {
	temperature: { unit: '°F', factor: 1.8, offset: 32 },
	weight: { unit: 'lb', factor: 2.204_622_621_8, offset: 0 },
	height: { unit: 'in', factor: 1 / 2.54, offset: 0 },
	head_circumference: { unit: 'in', factor: 1 / 2.54, offset: 0 }
};

const METRIC: Record<Figure, string> = {
	bp_systolic: 'mmHg', bp_diastolic: 'mmHg', heart_rate: '/min', temperature: '°C', respiratory_rate: '/min', oxygen_saturation: '%', weight: 'kg', height: 'cm',
	head_circumference: 'cm'
};

export const unitOf = (figure: Figure, units: Units): string => (units === 'imperial' ? IMPERIAL[figure]?.unit : undefined) ?? METRIC[figure];

const round = (value: number, digits: number) => Math.round(value * 10 ** digits) / 10 ** digits;

/** A stored figure in the units that are shown. */
export function shown(figure: Figure, value: number | null, units: Units): string {
	if (value === null) return '';
	const other = units === 'imperial' ? IMPERIAL[figure] : undefined;
	return String(other === undefined ? value : round(value * other.factor + other.offset, 1));
}

const isFigure = (code: string): code is Figure => code in METRIC;

/** A stored figure of any code in the units that are shown, as fine as it comes out; labs stay as they came. */
export function exact(code: string, value: number, units: Units): number {
	const other = units === 'imperial' && isFigure(code) ? IMPERIAL[code] : undefined;
	return other === undefined ? value : value * other.factor + other.offset;
}

/** The same as it is read: to one decimal. */
export function converted(code: string, value: number, units: Units): number {
	return units === 'imperial' && isFigure(code) && IMPERIAL[code] !== undefined ? round(exact(code, value, units), 1) : value;
}

/** The unit that goes with it. */
export const convertedUnit = (code: string, stored: string, units: Units): string =>
	(units === 'imperial' && isFigure(code) ? IMPERIAL[code]?.unit : undefined) ?? stored;

/** A typed figure in metric; null when it is empty, undefined when it is no figure. A comma is a decimal point. */
export function typed(figure: Figure, text: string, units: Units): number | null | undefined {
	const plain = text.trim().replace(',', '.');
	if (plain === '') return null;
	if (!/^\d{1,4}(\.\d{1,2})?$/.test(plain)) return undefined;
	const value = Number(plain);
	const other = units === 'imperial' ? IMPERIAL[figure] : undefined;
	return other === undefined ? value : round((value - other.offset) / other.factor, 2);
}

export type Judgement = 'none' | 'normal' | 'low' | 'high' | 'impossible';

/** How a figure lies against what can be and what is usual at the patient's age. */
export function judge(range: VitalRange | undefined, value: number | null): Judgement {
	if (range === undefined || value === null) return 'none';
	if (value < range.least || value > range.most) return 'impossible';
	if (range.low !== null && value < range.low) return 'low';
	if (range.high !== null && value > range.high) return 'high';
	return range.low === null && range.high === null ? 'none' : 'normal';
}

/** Kilograms by the square of metres, to one decimal, as the core derives it. */
export function bmi({ weight, height }: Vitals): number | null {
	if (weight === null || height === null || weight <= 0 || height <= 0) return null;
	return Math.round((weight / (height / 100) ** 2) * 10) / 10;
}
