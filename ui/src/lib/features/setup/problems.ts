import type { Problem } from '$lib/api/generated/Problem';
import { m } from '$lib/paraglide/messages';

/** What the sentence may name; a store of this computer has none of it. */
export interface Place {
	host: string;
	port: string;
	database: string;
	user: string;
}

const texts: Record<Problem, (place: Place) => string> = {
	host: m.setup_problem_host,
	tls: m.setup_problem_tls,
	password: m.setup_problem_password,
	rights: m.setup_problem_rights,
	database: m.setup_problem_database,
	version: m.setup_problem_version,
	schema: m.setup_problem_schema,
	newer: m.error_store_newer,
	keyring_missing: m.setup_problem_keyring_missing,
	keyring_locked: m.setup_problem_keyring_locked,
	key_missing: m.setup_problem_key_missing,
	passphrase: m.setup_problem_passphrase,
	wrong_key: m.setup_problem_wrong_key,
	file: m.setup_problem_file
};

/** What is wrong with a store, named so that whoever mends it knows where to look. */
export function problemText(problem: Problem, place: Place): string {
	return texts[problem](place);
}
