import { redirect } from '@sveltejs/kit';
import { screens } from '$lib/shell/screens';
import type { PageLoad } from './$types';

export const load: PageLoad = () => {
	const first = screens[0];
	if (first !== undefined) redirect(307, first.path);
};
