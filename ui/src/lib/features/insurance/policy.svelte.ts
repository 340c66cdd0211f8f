import type { Insurer } from '$lib/api/generated/Insurer';
import type { Policy } from '$lib/api/generated/Policy';
import { Write } from '$lib/api/queries.svelte';
import { Overtaken } from '$lib/features/editing/overtaken.svelte';
import { fieldTexts } from '$lib/i18n/errors';

/** Chosen for an insurer that is not on the list yet. */
export const NEW_INSURER = 'new';

function draftOf(policy: Policy | null) {
	return {
		insurer_id: policy?.insurer_id ?? '', policy_number: policy?.policy_number ?? '', group_number: policy?.group_number ?? '',
		policy_rank: policy?.policy_rank ?? ('primary' as const), holder: policy?.holder ?? ('self' as const), holder_name: policy?.holder_name ?? '',
		holder_relation: policy?.holder_relation ?? '', valid_from: policy?.valid_from ?? '', valid_to: policy?.valid_to ?? '', coverage_note: policy?.coverage_note ?? '',
		active: policy?.active ?? true
	};
}

/** A policy while it is typed; with it, an insurer that the clinic did not know. */
export class PolicyForm {
	draft: ReturnType<typeof draftOf>;
	insurer = $state({ name: '', payer_id: '' });
	readonly overtaken = new Overtaken<Policy, ReturnType<typeof draftOf>>(draftOf);
	readonly save = new Write('insurance.save_policy');
	readonly add = new Write('insurance.save_insurer');

	constructor(readonly patientId: string, readonly policy: Policy | null) {
		this.draft = $state(draftOf(policy));
	}

	busy = $derived.by(() => this.save.busy || this.add.busy);
	error = $derived.by(() => this.add.error ?? this.save.error);
	errors = $derived.by(() => ({ ...fieldTexts(this.save.error), ...fieldTexts(this.add.error) }));
	isNew = $derived.by(() => this.draft.insurer_id === NEW_INSURER);
	ready = $derived.by(() => (this.isNew ? this.insurer.name.trim() !== '' : this.draft.insurer_id !== ''));

	/** What is offered: insurers in use, and the one that stands here. */
	offered(insurers: readonly Insurer[]): Insurer[] {
		return insurers.filter(({ id, active }) => active || id === this.policy?.insurer_id);
	}

	async submit(active: boolean): Promise<Policy | undefined> {
		if (this.isNew) {
			const added = await this.add.attempt({ id: null, version: 0, ...this.insurer, active: true });
			if (added === undefined) return undefined;
			this.draft.insurer_id = added.id;
		}
		this.draft.active = active;
		const { valid_from, valid_to, ...rest } = this.overtaken.chosen({ ...this.draft });
		const base = this.overtaken.stored ?? this.policy;
		const saved = await this.save.attempt({
			id: base?.id ?? null, version: base?.version ?? 0, patient_id: this.patientId, ...rest, valid_from: valid_from || null, valid_to: valid_to || null
		});
		if (this.save.error?.code === 'stale') this.overtaken.note(this.save.error.params.current as Policy, this.policy!, { ...this.draft });
		return saved;
	}
}
