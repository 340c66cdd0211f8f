import type { LocationBrief } from '$lib/api/generated/LocationBrief';
import { today } from '$lib/i18n/format';
import { setRegion } from '$lib/i18n/region.svelte';

const KEY = 'curanda.location';

/** Where and on which day this window works: every screen that shows a day shares it. */
class Workplace {
	locations = $state.raw<LocationBrief[]>([]);
	#locationId = $state<string | null>(null);
	#day = $state<string | null>(null);

	/** Null before sign-in, and for an account without any location. */
	get location(): LocationBrief | null {
		return this.locations.find(({ id }) => id === this.#locationId) ?? null;
	}

	/** The day on screen as `YYYY-MM-DD`; today at the location until another was chosen. */
	get day(): string {
		return this.#day ?? today();
	}

	set day(next: string) {
		this.#day = next === today() ? null : next;
	}

	/** Offers the locations; this workstation's last one is chosen, or the person's own. */
	enter(locations: LocationBrief[], home: string | null): void {
		this.locations = locations;
		const held = localStorage.getItem(KEY);
		const known = [held, home].find((id) => locations.some((location) => location.id === id));
		this.choose(known ?? locations[0]?.id ?? null);
	}

	choose(id: string | null): void {
		this.#locationId = id;
		const location = this.location;
		if (location === null) return;
		localStorage.setItem(KEY, location.id);
		setRegion({ country: location.country, timeZone: location.time_zone });
		this.#day = null;
	}

	leave(): void {
		this.locations = [];
		this.#locationId = null;
		this.#day = null;
	}
}

export const workplace = new Workplace();
