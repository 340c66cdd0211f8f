import type { SettingItem } from '$lib/api/generated/SettingItem';
import { invalidate, Write } from '$lib/api/queries.svelte';
import { preferences, type Theme } from '$lib/app/preferences.svelte';
import { session } from '$lib/features/identity/session.svelte';
import { errorText, fieldText, fieldTexts } from '$lib/i18n/errors';
import { isLocale, language } from '$lib/i18n/locale.svelte';
import { m } from '$lib/paraglide/messages';
import { toast } from '$lib/ui';
import { settingLabel } from './texts';

const SECOND_MS = 1000;

/** One setting as it is being changed: saved as soon as one leaves the field. */
export class SettingEdit {
	typed = $state<string | null>(null);
	/** Found here, before the core is asked. */
	#wrong = $state<string | null>(null);
	readonly write = new Write('settings.set');

	constructor(readonly item: () => SettingItem) {}

	get value(): string {
		return this.typed ?? String(this.item().value);
	}

	error = $derived.by((): string | undefined => {
		const refused = this.write.error;
		if (this.#wrong !== null) return this.#wrong;
		return refused === null ? undefined : (fieldTexts(refused).value ?? errorText(refused));
	});

	/** Saves what was typed, when it is something else than what holds. */
	async save(next: string): Promise<void> {
		const { key, kind, value, version } = this.item();
		this.typed = next;
		this.#wrong = kind.type === 'whole' && !/^\d+$/.test(next.trim()) ? fieldText('wrong_type') : null;
		if (this.#wrong !== null) return;
		const wanted = kind.type === 'whole' ? Number(next) : next;
		if (wanted === value) {
			this.typed = this.write.error = null;
			return;
		}
		const saved = await this.write.attempt({ key, value: wanted, version, workstation_id: null });
		// A refusal keeps what was typed; someone else's value is read, and the next try goes on top of it.
		invalidate(['settings']);
		if (saved === undefined) return;
		this.typed = null;
		apply(saved);
		toast.show({ text: m.settings_saved({ setting: settingLabel(saved) }) });
	}
}

/** What a setting means for the window that is open. */
export function apply({ key, value }: Pick<SettingItem, 'key' | 'value'>): void {
	if (key === 'workstation.theme') preferences.theme = value as Theme;
	else if (key === 'workstation.language' && isLocale(value)) language.current = value;
	else if (session.me !== null) session.me = { ...session.me, ...ofMe(key, value) };
	if (key === 'appointments.undo_seconds') toast.undoMs = Number(value) * SECOND_MS;
}

function ofMe(key: string, value: unknown): object {
	if (key === 'workstation.idle_lock_minutes') return { idle_lock_minutes: value };
	if (key === 'appointments.undo_seconds') return { undo_seconds: value };
	if (key === 'clinic.units') return { units: value };
	return key === 'clinic.name' ? { clinic_name: value } : {};
}
