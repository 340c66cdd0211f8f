import type { ClaimFilter } from '$lib/api/generated/ClaimFilter';
import { read } from '$lib/api/queries.svelte';

export const readInvoice = (id: () => string) => read('billing.invoice', () => ({ id: id() }), () => ({ topics: ['billing', 'promotions'], keepPrevious: true }));

export const readAccount = (patient: () => string) =>
	read('billing.account', () => ({ patient_id: patient() }), () => ({ topics: [`patient:${patient()}`] }));

export const readWorklists = (location: () => string) =>
	read('billing.worklists', () => ({ location_id: location() }), () => ({ topics: [`billing:${location()}`, `appointments:${location()}`], enabled: location() !== '' }));

/** Every service, also those that are no longer offered. */
export const readServices = () => read('directory.services', () => null, () => ({ topics: ['directory'] }));

export const readPrices = (location: () => string) =>
	read('billing.prices', () => ({ location_id: location() }), () => ({ topics: [`billing:${location()}`, 'directory'], enabled: location() !== '' }));

export const readPromotions = (location: () => string) =>
	read('billing.promotions', () => ({ location_id: location() }), () => ({ topics: ['promotions'], enabled: location() !== '' }));

export const readPromotion = (id: () => string, location: () => string) =>
	read('billing.promotion', () => ({ id: id(), location_id: location() }), () => ({ topics: ['promotions'] }));

export const readPreview = (request: () => { id: string; code: string }, enabled: () => boolean) =>
	read('billing.preview_promotion', request, () => ({ topics: ['billing', 'promotions'], enabled: enabled() }));

export const readDrawer = (location: () => string, drawer: () => string) =>
	read('billing.drawer', () => ({ location_id: location(), drawer: drawer() }), () => ({ topics: [`billing:${location()}`], enabled: location() !== '', keepPrevious: true }));

export const readBills = (location: () => string, days: () => { from: string; to: string }, may: () => boolean) =>
	read('billing.bills_of_days', () => ({ location_id: location(), ...days() }), () => ({ topics: [`billing:${location()}`], enabled: may() && location() !== '', keepPrevious: true }));

export const readClaims = (filter: () => ClaimFilter, page: () => number) =>
	read('billing.claims', () => ({ filter: filter(), page: page() }), () => ({ topics: [`billing:${filter().location_id}`], enabled: filter().location_id !== '', keepPrevious: true }));

export const readOpenClaims = (location: () => string, insurer: () => string) =>
	read('billing.open_claims', () => ({ location_id: location(), insurer_id: insurer() }), () => ({ topics: [`billing:${location()}`], enabled: location() !== '' && insurer() !== '' }));

export const readRemittances = (location: () => string) =>
	read('billing.remittances', () => ({ location_id: location() }), () => ({ topics: [`billing:${location()}`], enabled: location() !== '' }));
