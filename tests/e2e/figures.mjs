// Figures of the app's own window for docs/benchmarks.md: start to a usable sign-in, memory at rest, size. APP is the
// release binary. Prints rows of a Markdown table.
import { readdir, readFile, stat } from 'node:fs/promises';
import { Computer, until } from './window.mjs';

const STARTS = 5;
const AT_REST_MS = 10_000;
const LOADING_MS = 180_000;

/** The processes below `root`, without it. */
async function descendants(root) {
	const parents = new Map();
	for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
		const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
		const parent = status.slice(status.lastIndexOf(')') + 2).split(' ')[1];
		if (parent) parents.set(Number(pid), Number(parent));
	}
	const found = [root];
	for (const pid of found) for (const [child, parent] of parents) if (parent === pid) found.push(child);
	return found.slice(1);
}

/** Memory that is the processes' own, with their share of what several use, in MB. */
async function pss(pids) {
	let kilobytes = 0;
	for (const pid of pids) {
		const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
		kilobytes += Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0);
	}
	return kilobytes / 1024;
}

const computer = await Computer.fresh();
try {
	let window = await computer.open();
	await window.press('Load the demo clinic');
	await until('the demo clinic', async () => (await window.content()).includes('Orla Quinn'), LOADING_MS);
	await window.close();
	const starts = [];
	let memory = 0;
	for (let n = 0; n < STARTS; n++) {
		window = await computer.open();
		await until('the sign-in', () => window.find('input[name=email]'));
		starts.push(Date.now() - window.launched);
		if (n === STARTS - 1) {
			await new Promise((done) => setTimeout(done, AT_REST_MS));
			memory = await pss(await descendants(window.driver.pid));
		}
		await window.close();
	}
	starts.sort((a, b) => a - b);
	const size = (await stat(process.env.APP)).size / 1e6;
	console.log('| what | figure | limit |\n|---|---|---|');
	console.log(`| start to a usable sign-in, median of ${STARTS} | ${starts[STARTS >> 1]} ms | |`);
	console.log(`| memory of all its processes at rest (PSS) | ${memory.toFixed(0)} MB | 300 MB |`);
	console.log(`| release binary | ${size.toFixed(1)} MB | 40 MB |`);
} finally {
	await computer.remove();
}
