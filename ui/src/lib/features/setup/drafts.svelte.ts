import type { ChooseStore } from '$lib/api/generated/ChooseStore';
import type { MongoSettings } from '$lib/api/generated/MongoSettings';
import type { TestConnection } from '$lib/api/generated/TestConnection';
import type { CreateClinic } from '$lib/api/generated/CreateClinic';
import type { MySqlSettings } from '$lib/api/generated/MySqlSettings';
import { likelyCountry, likelyTimeZone } from '$lib/i18n/regions';

/** What is being typed about the clinic on the first run. */
export class ClinicDraft {
	clinicName = $state('');
	locationName = $state('');
	country = $state(likelyCountry());
	timeZone = $state(likelyTimeZone());
	currency = $state('');
	firstName = $state('');
	lastName = $state('');
	email = $state('');
	password = $state('');
	request(): CreateClinic {
		return {
			clinic_name: this.clinicName.trim(),
			location_name: this.locationName.trim() || this.clinicName.trim(),
			country: this.country,
			time_zone: this.timeZone,
			currency: this.currency,
			first_name: this.firstName.trim(),
			last_name: this.lastName.trim(),
			email: this.email.trim(),
			password: this.password
		};
	}
}

const MYSQL_PORT = '3306';
const MONGODB_PORT = '27017';
const MONGODB_AUTH_SOURCE = 'admin';

/** One server as it is being typed. */
export class ServerDraft {
	host = $state('');
	port = $state('');
	database = $state('curanda');
	user = $state('');
	password = $state('');
	caFile = $state('');

	constructor(port: string) {
		this.port = port;
	}

	value(): MySqlSettings {
		return {
			host: this.host.trim(),
			port: Number(this.port),
			database: this.database.trim(),
			user: this.user.trim(),
			password: this.password,
			ca_file: this.caFile.trim()
		};
	}
}

/** MongoDB asks for a little more. */
export class MongoDraft extends ServerDraft {
	replicaSet = $state('');
	tls = $state(true);

	override value(): MongoSettings {
		return { ...super.value(), replica_set: this.replicaSet.trim(), auth_source: MONGODB_AUTH_SOURCE, tls: this.tls };
	}
}

export class ServersDraft {
	mysql = new ServerDraft(MYSQL_PORT);
	mongodb = new MongoDraft(MONGODB_PORT);
	/** Keep the passwords in the keyring; otherwise they are typed at each start. */
	remember = $state(true);

	test(): TestConnection {
		return { mysql: this.mysql.value(), mongodb: this.mongodb.value() };
	}

	choice(): ChooseStore {
		return { kind: 'servers', ...this.test(), remember: this.remember };
	}
}
