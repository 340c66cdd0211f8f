import { api, newCommandId, toApiError } from '$lib/api';
import { preferences, type Theme } from '$lib/app/preferences.svelte';
import { errorText } from '$lib/i18n/errors';
import { isLocale, language } from '$lib/i18n/locale.svelte';
import { toast } from '$lib/ui';
import type { Me } from '$lib/api/generated/Me';
import { session } from './session.svelte';

/* Settings of this workstation are kept in the clinic's store; the last look is also kept here, so that
   the sign-in screen already has it. */

const THEMES: readonly string[] = ['light', 'dark'];

/** Takes over what the store holds for this workstation; `system` leaves what was chosen here. */
export function applyLook({ theme, language: tag }: Pick<Me, 'theme' | 'language'>): void {
	if (THEMES.includes(theme)) preferences.theme = theme as Theme;
	if (isLocale(tag)) language.current = tag;
}

/** Minutes offered for the lock; the store takes 1 to 120. */
export const IDLE_CHOICES = [2, 5, 10, 15, 30, 60] as const;

export async function saveIdleMinutes(minutes: number): Promise<void> {
	if (!(await save('workstation.idle_lock_minutes', minutes))) return;
	if (session.me !== null) session.me = { ...session.me, idle_lock_minutes: minutes };
}

/** Keeps theme and language for the next start; without a session they stay with this window. */
export async function saveLook(key: 'workstation.theme' | 'workstation.language', value: string): Promise<void> {
	if (session.me !== null) await save(key, value);
}

async function save(key: string, value: unknown): Promise<boolean> {
	try {
		const items = await api.call('settings.get', { workstation_id: null });
		const version = items.find((item) => item.key === key)?.version ?? 0;
		const request = { key, value, version, workstation_id: null };
		await api.call('settings.set', request, { commandId: newCommandId() });
		return true;
	} catch (thrown) {
		toast.show({ text: errorText(toApiError(thrown)), tone: 'danger' });
		return false;
	}
}
