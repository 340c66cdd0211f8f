import type { MySqlSettings } from './generated/MySqlSettings';
import type { Workstation } from './generated/Workstation';

export type Problem =
	| 'host' | 'tls' | 'password' | 'rights' | 'database' | 'version' | 'schema' | 'newer'
	| 'keyring_missing' | 'keyring_locked' | 'key_missing' | 'passphrase' | 'wrong_key' | 'file';
export type StoreKind = 'embedded' | 'demo' | 'servers';
export interface StoreTrouble {
	problem: Problem;
	server: 'mysql' | 'mongodb' | null;
	store_schema: number | null;
	program_schema: number | null;
}
export interface DemoAccount { email: string; name: string; role: string; password: string }
export interface SetupStatus {
	store: StoreKind | null;
	server: string | null;
	trouble: StoreTrouble | null;
	has_clinic: boolean;
	clinic_name: string | null;
	demo: boolean;
	demo_accounts: DemoAccount[];
	workstation: Workstation;
	version: string;
}
export interface MongoSettings {
	host: string;
	port: number;
	replica_set: string;
	database: string;
	user: string;
	auth_source: string;
	tls: boolean;
	ca_file: string;
	password?: string;
}
export type ChooseStore =
	| { kind: 'embedded'; passphrase: string | null }
	| { kind: 'servers'; mysql: MySqlSettings; mongodb: MongoSettings; remember: boolean };
export interface TestConnection { mysql: MySqlSettings; mongodb: MongoSettings }
export interface ServerTest { problem: Problem | null; version: string | null }
export interface ConnectionTest { mysql: ServerTest; mongodb: ServerTest }
export type UnlockStore =
	| { kind: 'passphrase'; passphrase: string }
	| { kind: 'passwords'; mysql: string; mongodb: string }
	| { kind: 'retry' };

export interface SetupCommands {
	'setup.status': { request: Record<string, never>; response: SetupStatus; changes: false };
	'setup.choose_store': { request: ChooseStore; response: SetupStatus; changes: true };
	'setup.test_connection': { request: TestConnection; response: ConnectionTest; changes: true };
	'setup.migrate': { request: { unlock: UnlockStore }; response: SetupStatus; changes: true };
	'setup.unlock_store': { request: UnlockStore; response: SetupStatus; changes: true };
	'setup.load_demo': { request: Record<string, never>; response: SetupStatus; changes: true };
}
