import type { SettingItem } from '$lib/api/generated/SettingItem';
import { m } from '$lib/paraglide/messages';

type Text = () => string;
const catalogue = m as unknown as Record<string, Text | undefined>;

/** `clinic.name` is `settings_clinic_name`, and `settings_clinic_name_about` says what it does. */
export const messageKey = (setting: string): string => `settings_${setting.replace('.', '_')}`;

export function settingLabel({ key }: Pick<SettingItem, 'key'>): string {
	return catalogue[messageKey(key)]?.() ?? key;
}

export function settingAbout({ key }: Pick<SettingItem, 'key'>): string {
	return catalogue[`${messageKey(key)}_about`]?.() ?? '';
}

/** A language is named in itself, so that whoever needs it can read it. */
const LANGUAGES: Record<string, string> = { en: 'English', vi: 'Tiếng Việt' };
const CHOICES: Record<string, Text> = { system: m.common_theme_system, light: m.common_theme_light, dark: m.common_theme_dark, metric: m.settings_units_metric, imperial: m.settings_units_imperial };

export function choiceLabel(value: string): string {
	return LANGUAGES[value] ?? CHOICES[value]?.() ?? value;
}
