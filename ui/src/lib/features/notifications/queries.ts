import { read } from '$lib/api/queries.svelte';

/** One's own notifications. */
export const readNotifications = (me: () => string) => read('notifications.list', () => null, () => ({ topics: [`notifications:${me()}`] }));
