// Makes people.ndjson from a folder of Synthea bundles: `node compact.mjs FOLDER > people.ndjson`.
// One bundle per line, with the resources that the demo clinic reads and without the elements that it does not.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const KINDS = ['Patient', 'Encounter', 'Practitioner', 'Organization'];
const DROPPED = ['text', 'meta', 'extension', 'identifier', 'hospitalization', 'qualification'];

function compact({ fullUrl, resource }) {
	const kept = Object.entries(resource).filter(([key]) => !DROPPED.includes(key));
	const { address, ...rest } = Object.fromEntries(kept);
	if (resource.resourceType === 'Patient') {
		rest.address = address.map(({ extension: _, ...plain }) => plain);
	}
	return { fullUrl, resource: rest };
}

const folder = process.argv[2];
for (const file of readdirSync(folder).filter((name) => name.endsWith('.json')).sort()) {
	const bundle = JSON.parse(readFileSync(join(folder, file), 'utf8'));
	const entry = bundle.entry.filter(({ resource }) => KINDS.includes(resource.resourceType)).map(compact);
	console.log(JSON.stringify({ resourceType: 'Bundle', type: bundle.type, entry }));
}
