import { getContext, setContext } from 'svelte';
import { goto } from '$app/navigation';
import type { VisitBill } from '$lib/api/generated/VisitBill';
import { Write } from '$lib/api/queries.svelte';
import { session } from '$lib/features/identity/session.svelte';
import { errorText } from '$lib/i18n/errors';
import { language } from '$lib/i18n/locale.svelte';
import { toast } from '$lib/ui';
import { readBills } from './queries';

const KEY = Symbol('bills');
type BillOf = (appointmentId: string) => VisitBill | undefined;

/** What the visits of these days were invoiced for, for every component below. Call while a component is created. */
export function provideBills(location: () => string, days: () => { from: string; to: string }): void {
	const query = readBills(location, days, () => session.may('billing.read'));
	const bills = $derived(new Map((query.data ?? []).map((bill) => [bill.appointment_id, bill])));
	setContext<BillOf>(KEY, (id) => bills.get(id));
}

export function useBills(): BillOf {
	return getContext<BillOf | undefined>(KEY) ?? (() => undefined);
}

/** Opens a visit's invoice; one is begun when it has none. */
export class VisitBilling {
	readonly write = new Write('billing.invoice_visit');

	async open(appointmentId: string): Promise<void> {
		if (this.write.busy) return;
		const invoice = await this.write.attempt({ appointment_id: appointmentId, language: language.current });
		if (invoice !== undefined) await goto(`/money/${invoice.id}`);
		else if (this.write.error) toast.show({ text: errorText(this.write.error) });
	}
}
