import { api, endsSession, newCommandId, tokens } from '$lib/api';
import type { Me } from '$lib/api/generated/Me';
import type { Permission } from '$lib/api/generated/Permission';
import { queryClient } from '$lib/api/queries.svelte';
import { letGoOfAll } from '$lib/app/kept.svelte';
import { setupStatus } from '$lib/app/setup-status.svelte';
import { workplace } from '$lib/app/workplace.svelte';

/** Who is signed in at this window, and whether the window is locked. */
class Session {
	me = $state.raw<Me | null>(null);
	/** When the window locked, or null while it is open. */
	lockedAt = $state.raw<Date | null>(null);
	/** Why the last session ended by itself; told on the sign-in screen. */
	ended = $state(false);

	get mustChangePassword(): boolean {
		return this.me?.session.must_change_password ?? false;
	}

	/** Whether the role may; screens show the denied state otherwise. */
	may(permission: Permission): boolean {
		return this.me?.permissions.includes(permission) ?? false;
	}

	/** Takes up the session that the tab still holds after a reload. */
	async resume(): Promise<void> {
		if (this.me !== null || tokens.get() === null) return;
		try {
			this.#enter(await api.call('identity.me', null));
		} catch (thrown) {
			if (endsSession(thrown)) this.#leave();
			else throw thrown;
		}
	}

	async signIn(email: string, password: string): Promise<void> {
		const { token, me } = await api.call('identity.sign_in', { email, password });
		tokens.set(token);
		this.ended = false;
		this.#enter(me);
	}

	async signOut(): Promise<void> {
		await api.call('identity.sign_out', null, { commandId: newCommandId() }).catch(() => undefined);
		this.#leave();
	}

	/** No store is chosen any more at this workstation; nobody is signed in to it either. */
	async leaveStore(): Promise<void> {
		setupStatus.current = await api.call('setup.leave_store', {}, { commandId: newCommandId() });
		this.#leave();
	}

	lock(): void {
		if (this.me !== null) this.lockedAt ??= new Date();
	}

	async unlock(password: string): Promise<void> {
		await api.call('identity.unlock', { password });
		this.lockedAt = null;
	}

	async changePassword(current: string, next: string): Promise<void> {
		const request = { old_password: current, new_password: next };
		this.me = await api.call('identity.change_password', request, { commandId: newCommandId() });
	}

	/** Another call was told that the session is over. */
	expired(): void {
		if (this.me === null) return;
		this.ended = true;
		this.#leave();
	}

	#enter(me: Me): void {
		this.me = me;
		workplace.enter(me.locations, me.session.home_location_id);
	}

	#leave(): void {
		tokens.set(null);
		this.me = null;
		this.lockedAt = null;
		workplace.leave();
		letGoOfAll();
		queryClient.clear();
	}
}

export const session = new Session();
