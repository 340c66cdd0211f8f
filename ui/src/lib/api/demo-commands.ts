import type { Role } from './generated/Role';
import type { SetupStatus } from './generated/SetupStatus';

/** An account that the sign-in screen of a demo store offers. */
export interface DemoAccount {
	name: string;
	email: string;
	password: string;
	role: Role;
}

export interface DemoCommands {
	'setup.load_demo': { request: Record<string, never>; response: SetupStatus; changes: true };
	'setup.demo_accounts': { request: null; response: DemoAccount[]; changes: false };
}
