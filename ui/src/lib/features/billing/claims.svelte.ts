import type { Claim } from '$lib/api/generated/Claim';
import type { ClaimFilter } from '$lib/api/generated/ClaimFilter';
import type { ClaimState } from '$lib/api/generated/ClaimState';
import type { EnterRemittance } from '$lib/api/generated/EnterRemittance';
import type { Rest } from '$lib/api/generated/Rest';
import { Write } from '$lib/api/queries.svelte';
import { fieldTexts } from '$lib/i18n/errors';
import { today } from '$lib/i18n/format';
import { parseAmount } from './amounts';
import { drawer } from './payment.svelte';

/** Which claims are shown; empty = all. */
export class ClaimChoice {
	state = $state<ClaimState | ''>('');
	insurer = $state('');
	from = $state('');
	to = $state('');
	page = $state(0);

	constructor(readonly location: () => string) {}

	filter: ClaimFilter = $derived.by(() => ({
		location_id: this.location(), state: this.state || null, insurer_id: this.insurer || null, from: this.from || null, to: this.to || null
	}));
}

export interface TypedLine {
	approved: string;
	rest: Rest;
	reason: string;
}

/** A remittance while it is typed: a line for each claim that the insurer's list names; the others stay open. */
export class RemittanceForm {
	insurer = $state('');
	reference = $state('');
	received = $state(today());
	total = $state('');
	/** By claim. A line without an amount is not part of it. */
	lines = $state<Record<string, TypedLine>>({});
	readonly write = new Write('billing.enter_remittance');

	constructor(readonly location: () => string, readonly currency: () => string, readonly claims: () => readonly Claim[]) {}

	line(claim: Claim): TypedLine {
		return this.lines[claim.payment_id] ?? { approved: '', rest: 'patient', reason: '' };
	}

	set(claim: Claim, change: Partial<TypedLine>): void {
		this.lines[claim.payment_id] = { ...this.line(claim), ...change };
	}

	/** Minor units; null while nothing, or nothing readable, was typed. */
	approved(claim: Claim): number | null {
		return parseAmount(this.line(claim).approved, claim.amount.currency);
	}

	/** Whether what was typed cannot be read, or is more than was asked for. */
	isWrong(claim: Claim): boolean {
		const approved = this.approved(claim);
		return this.line(claim).approved.trim() !== '' && (approved === null || approved > claim.amount.amount);
	}

	needsReason(claim: Claim): boolean {
		const approved = this.approved(claim);
		return approved !== null && (approved === 0 || (this.line(claim).rest === 'write_off' && approved < claim.amount.amount));
	}

	chosen = $derived.by(() => this.claims().filter((claim) => this.line(claim).approved.trim() !== ''));
	sum = $derived.by(() => this.chosen.reduce((sum, claim) => sum + (this.approved(claim) ?? 0), 0));
	totalAmount = $derived.by(() => parseAmount(this.total, this.currency()));
	/** What the lines do not come to yet; null without a total. */
	difference = $derived.by(() => (this.totalAmount === null ? null : this.totalAmount - this.sum));
	errors = $derived.by(() => fieldTexts(this.write.error));
	ready = $derived.by(
		() => this.chosen.length > 0 && this.difference === 0 && this.reference.trim() !== '' && this.chosen.every((claim) => !this.isWrong(claim) && (!this.needsReason(claim) || this.line(claim).reason.trim() !== ''))
	);

	/** What the core says of the line of a claim. */
	errorOf(claim: Claim): string | undefined {
		const at = this.chosen.indexOf(claim);
		return this.errors[`lines.${at}.payment_id`] ?? this.errors[`lines.${at}.approved`] ?? this.errors[`lines.${at}.reason`];
	}

	request(): EnterRemittance {
		return {
			location_id: this.location(), insurer_id: this.insurer, reference: this.reference, received_on: this.received,
			total: { amount: this.totalAmount ?? 0, currency: this.currency() }, drawer: drawer(),
			lines: this.chosen.map((claim) => {
				const approved = this.approved(claim) ?? 0;
				// Of what is paid in full nothing is left to be given up.
				const rest = approved < claim.amount.amount ? this.line(claim).rest : 'patient';
				return { payment_id: claim.payment_id, version: claim.version, approved, rest, reason: this.line(claim).reason };
			})
		};
	}

	async enter() {
		return this.ready ? this.write.attempt(this.request()) : undefined;
	}
}
