import User from '@lucide/svelte/icons/user';
import { goto } from '$app/navigation';
import { api } from '$lib/api';
import type { PatientHit } from '$lib/api/generated/PatientHit';
import { workplace } from '$lib/app/workplace.svelte';
import { formatDate } from '$lib/i18n/format';
import { m } from '$lib/paraglide/messages';
import type { Finder, Found } from './command-box.svelte';

const patients: Finder = {
	id: 'patients',
	heading: m.common_screen_patients,
	async search(text) {
		const request = { text, limit: null, location_id: workplace.location?.id ?? null };
		const { hits } = await api.call('patients.search', request);
		return hits.map(found);
	}
};

function found(hit: PatientHit): Found {
	const name = [hit.first_name, hit.middle_name, hit.last_name].filter(Boolean).join(' ');
	return {
		id: hit.id,
		label: name,
		detail: [formatDate(hit.date_of_birth), hit.chart_number].join(' · '),
		icon: User,
		run: () => void goto(`/patients/${hit.id}`)
	};
}

/** What the command box looks up besides commands. */
export const finders: Finder[] = [patients];
