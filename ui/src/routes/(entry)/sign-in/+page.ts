import { redirect } from '@sveltejs/kit';
import { setupStatus } from '$lib/app/setup-status.svelte';
import type { PageLoad } from './$types';

export const load: PageLoad = async () => {
	const status = await setupStatus.ask();
	if (status !== null && !status.has_clinic) redirect(307, '/setup');
};
