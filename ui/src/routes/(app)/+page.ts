import { redirect } from '@sveltejs/kit';
import { session } from '$lib/features/identity/session.svelte';
import { firstScreen } from '$lib/shell/screens';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ parent }) => {
	await parent();
	redirect(307, firstScreen(session.me?.session.role));
};
