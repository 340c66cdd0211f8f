import { api, toApiError, type ApiError } from '$lib/api';
import type { SetupStatus } from '$lib/api/generated/SetupStatus';

/** Where this workstation stands: no store yet, a store without a clinic, or ready to sign in. */
class SetupStatusState {
	current = $state.raw<SetupStatus | null>(null);
	error = $state.raw<ApiError | null>(null);

	/** Asks the core; null when the store cannot be opened, and `error` says why. */
	async ask(): Promise<SetupStatus | null> {
		try {
			this.current = await api.call('setup.status', {});
			this.error = null;
		} catch (thrown) {
			this.current = null;
			this.error = toApiError(thrown);
		}
		return this.current;
	}
}

export const setupStatus = new SetupStatusState();
