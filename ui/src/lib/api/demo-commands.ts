import type { Role } from './generated/Role';
import type { SetupStatus as CoreStatus } from './generated/SetupStatus';

/** An account that the sign-in screen of a demo store offers. */
export interface DemoAccount {
	name: string;
	email: string;
	password: string;
	role: Role;
}

export type SetupStatus = CoreStatus & { demo_accounts?: DemoAccount[] };

export interface DemoCommands {
	'setup.load_demo': { request: Record<string, never>; response: SetupStatus; changes: true };
	'setup.demo_progress': { request: Record<string, never>; response: { done: number; total: number }; changes: false };
	'setup.stop_demo': { request: Record<string, never>; response: null; changes: true };
}
