// Makes people.ndjson.gz from a folder of Synthea bundles: `node compact.mjs FOLDER > people.ndjson.gz`.
// One bundle per line, with the resources that the demo clinic reads and without the elements that it does not.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const KINDS = [
	'Patient', 'Encounter', 'Practitioner', 'Organization', 'Condition', 'AllergyIntolerance', 'MedicationRequest', 'Observation',
	'DiagnosticReport', 'Immunization', 'Procedure', 'CarePlan', 'Goal', 'ImagingStudy'
];
const DROPPED = ['text', 'meta', 'extension', 'identifier', 'hospitalization', 'qualification'];
/** Of what stands in charts: what is not shown there. */
const UNREAD = ['encounter', 'requester', 'issued', 'primarySource', 'numberOfSeries', 'achievementStatus'];

/** A concept's text is its only code's display in these bundles, as a rule. */
function plain(value) {
	if (Array.isArray(value)) return value.map(plain);
	if (value === null || typeof value !== 'object') return value;
	if (value.coding?.length === 1 && value.coding[0].display === value.text) return { coding: value.coding };
	return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

function compact({ fullUrl, resource }) {
	const visits = ['Patient', 'Encounter', 'Practitioner', 'Organization'].includes(resource.resourceType);
	const dropped = visits ? DROPPED : [...DROPPED, ...UNREAD];
	const kept = Object.entries(resource).filter(([key]) => !dropped.includes(key));
	const { address, ...rest } = Object.fromEntries(kept);
	if (resource.resourceType === 'Patient') {
		rest.address = address.map(({ extension: _, ...here }) => here);
	}
	return { fullUrl, resource: visits ? rest : plain(rest) };
}

const folder = process.argv[2];
const lines = readdirSync(folder).filter((name) => name.endsWith('.json')).sort().map((file) => {
	const bundle = JSON.parse(readFileSync(join(folder, file), 'utf8'));
	const entry = bundle.entry.filter(({ resource }) => KINDS.includes(resource.resourceType)).map(compact);
	return JSON.stringify({ resourceType: 'Bundle', type: bundle.type, entry });
});
process.stdout.write(gzipSync(`${lines.join('\n')}\n`, { level: 9 }));
