// Scrolling a long chart, for docs/benchmarks.md: frames that came late, rows in the page at once, long tasks. CURANDA_URL is a served
// demo clinic, CURANDA_DEMO_DIR its folder, CURANDA_CLI IT's tool, which brings the chart in. Prints a row of a Markdown table.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Browser, rpc, session } from './browser.mjs';

const ENCOUNTERS = 500;
/** A quick turn of the wheel, every frame. */
const STEP_PX = 240;
const NAME = 'Scrolldown';

/** Someone with a visit a week, each with a procedure and a vaccine. */
function longChart() {
	const subject = { reference: 'urn:uuid:scrolled' };
	const day = (n) => new Date(Date.UTC(2014, 0, 6 + n * 7, 9, 30)).toISOString();
	const visit = (n) => [
		{ resourceType: 'Encounter', id: `scrolled-e${n}`, status: 'finished', class: { code: 'AMB' }, type: [{ text: 'General examination' }], reasonCode: [{ text: `Cough and fever, day ${n % 9}` }],
			subject, period: { start: day(n) }, participant: [{ individual: { display: 'Dr Ana Beispiel' } }], serviceProvider: { display: 'St. Elsewhere' } },
		{ resourceType: 'Procedure', id: `scrolled-p${n}`, status: 'completed', code: { text: 'Auscultation of the chest, with a sentence that does not fit into a short line and therefore wraps on a narrow window' }, subject, performedDateTime: day(n) },
		{ resourceType: 'Immunization', id: `scrolled-i${n}`, status: 'completed', vaccineCode: { text: 'Influenza' }, patient: subject, occurrenceDateTime: day(n) }
	];
	const person = { resourceType: 'Patient', id: 'scrolled', gender: 'female', birthDate: '1961-02-03', name: [{ family: NAME, given: ['Greta'] }] };
	const resources = [person, ...Array.from({ length: ENCOUNTERS }, (_, n) => visit(n)).flat()];
	return { resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ fullUrl: `urn:uuid:${resource.id}`, resource })) };
}

async function bringIn() {
	const folder = await mkdtemp(join(tmpdir(), 'curanda-scrolling-'));
	try {
		const file = join(folder, 'long.json');
		await writeFile(file, JSON.stringify(longChart()));
		await promisify(execFile)(process.env.CURANDA_CLI, ['import', file, '--dir', process.env.CURANDA_DEMO_DIR]);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
	const token = await session('doctor');
	const { hits } = await rpc('patients.search', { text: NAME, limit: 1, location_id: null }, token);
	return hits[0].id;
}

/** Runs in the page: scrolls to the end, a step every frame, and waits there for what is still to come. */
async function scrollDown({ step, patience }) {
	const box = document.querySelector('main .timeline');
	const told = { frames: 0, late16: 0, late33: 0, worst: 0, rows: 0, tasks: 0, longest: 0 };
	const observer = new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => {
		told.tasks++;
		told.longest = Math.max(told.longest, duration);
	}));
	observer.observe({ entryTypes: ['longtask'] });
	const frame = () => new Promise((done) => requestAnimationFrame(done));
	let before = await frame();
	for (let atEnd = 0; atEnd < patience; ) {
		box.scrollTop += step;
		const now = await frame();
		const took = now - before;
		before = now;
		told.frames++;
		// A frame of 60 Hz lasts 16.7 ms; a tenth is the clock's.
		if (took > 18.4) told.late16++;
		if (took > 33.4) told.late33++;
		told.worst = Math.max(told.worst, took);
		told.rows = Math.max(told.rows, box.querySelectorAll('li').length);
		atEnd = box.scrollTop + box.clientHeight >= box.scrollHeight - 1 ? atEnd + 1 : 0;
	}
	observer.disconnect();
	return { ...told, height: box.scrollHeight };
}

const patient = await bringIn();
const browser = await Browser.open();
try {
	const desk = await browser.desk({ role: 'doctor' });
	await desk.page.goto(new URL(`/chart/${patient}`, desk.page.url()).href);
	await desk.page.getByRole('tab', { name: 'Timeline' }).click();
	await desk.page.locator('main ol li').first().waitFor();
	const first = await desk.page.evaluate(scrollDown, { step: STEP_PX, patience: 60 });
	await desk.page.evaluate(() => (document.querySelector('main .timeline').scrollTop = 0));
	const again = await desk.page.evaluate(scrollDown, { step: STEP_PX, patience: 60 });
	console.log('| scrolling | frames | over 16.7 ms | over 33 ms | worst | rows at once | long tasks | px |\n|---|---|---|---|---|---|---|---|');
	for (const [what, t] of [['first time, reading', first], ['again', again]]) {
		console.log(`| ${what} | ${t.frames} | ${t.late16} | ${t.late33} | ${t.worst.toFixed(0)} ms | ${t.rows} | ${t.tasks}, longest ${t.longest.toFixed(0)} ms | ${t.height} |`);
	}
	if (desk.faults.length > 0) throw new Error(desk.faults.join('\n'));
} finally {
	await browser.close();
}
