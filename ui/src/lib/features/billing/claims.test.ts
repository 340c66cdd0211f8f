import { expect, test } from 'vitest';
import type { Claim } from '$lib/api/generated/Claim';
import { RemittanceForm } from './claims.svelte';

const claim = (payment_id: string, amount: number): Claim => ({
	payment_id, version: 1, location_id: 'L', patient_id: 'P', patient_name: 'Eileen Byrne', chart_number: 'C-000001', insurer_id: 'I', insurer: 'Meridian Health', policy_id: 'O',
	policy_number: 'MH-1', state: 'submitted', amount: { amount, currency: 'EUR' }, approved: null, written_off: 0, reason: '', submitted_on: null, reference: '', remittance: null,
	created_at: '2026-11-24T09:00:00Z', shares: []
});

const claims = [claim('a', 8000), claim('b', 5000), claim('c', 300)];

function form() {
	const form = new RemittanceForm(() => 'L', () => 'EUR', () => claims);
	form.insurer = 'I';
	form.reference = 'RA-1';
	return form;
}

test('the difference runs to nothing while lines are typed, and only then it can be entered', () => {
	const typing = form();
	expect(typing.difference).toBeNull();
	typing.total = '110,00';
	expect(typing.difference).toBe(11_000);
	typing.set(claims[0]!, { approved: '80.00' });
	expect([typing.difference, typing.ready]).toEqual([3000, false]);
	typing.set(claims[1]!, { approved: '30' });
	expect([typing.difference, typing.ready]).toEqual([0, true]);
	expect(typing.request().lines).toEqual([
		{ payment_id: 'a', version: 1, approved: 8000, rest: 'patient', reason: '' },
		{ payment_id: 'b', version: 1, approved: 3000, rest: 'patient', reason: '' }
	]);
});

test('what is denied or given up needs a reason, and nothing is paid above what was asked for', () => {
	const typing = form();
	typing.total = '0';
	typing.set(claims[0]!, { approved: '0' });
	expect([typing.needsReason(claims[0]!), typing.ready]).toEqual([true, false]);
	typing.set(claims[0]!, { reason: 'Not covered' });
	expect(typing.ready).toBe(true);
	typing.total = '49.00';
	typing.set(claims[1]!, { approved: '49', rest: 'write_off' });
	expect([typing.needsReason(claims[1]!), typing.ready]).toEqual([true, false]);
	typing.set(claims[1]!, { approved: '50', reason: 'x' });
	typing.total = '50';
	expect([typing.ready, typing.request().lines[1]?.rest]).toEqual([true, 'patient']);
	typing.set(claims[2]!, { approved: '3.01' });
	typing.total = '53.01';
	expect([typing.isWrong(claims[2]!), typing.ready]).toEqual([true, false]);
	typing.set(claims[2]!, { approved: 'three' });
	expect(typing.isWrong(claims[2]!)).toBe(true);
});
