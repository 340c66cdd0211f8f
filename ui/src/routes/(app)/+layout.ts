import { redirect } from '@sveltejs/kit';
import { setupStatus } from '$lib/app/setup-status.svelte';
import { session } from '$lib/features/identity/session.svelte';
import type { LayoutLoad } from './$types';

export const load: LayoutLoad = async () => {
	if (setupStatus.current === null) await setupStatus.ask();
	await session.resume().catch(() => undefined);
	if (session.me === null) redirect(307, '/sign-in');
};
