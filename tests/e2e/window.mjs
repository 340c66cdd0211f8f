// The program's real window, driven over W3C WebDriver straight against WebKitWebDriver; no dependency.
// Each window gets a home folder of its own, so that a test starts as on a fresh computer.
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
const PATIENCE_MS = 20_000;

/** Tries until it gives something; a failure tells what it waited for. */
export async function until(what, attempt, patience = PATIENCE_MS) {
	const end = Date.now() + patience;
	let last;
	for (;;) {
		try {
			const value = await attempt();
			if (value) return value;
		} catch (error) {
			last = error;
		}
		if (Date.now() > end) throw new Error(`waited in vain for ${what}`, { cause: last });
		await new Promise((done) => setTimeout(done, 50));
	}
}

async function freePort() {
	const server = createServer().listen(0, '127.0.0.1');
	await new Promise((done) => server.once('listening', done));
	const { port } = server.address();
	await new Promise((done) => server.close(done));
	return port;
}

/** A computer: a home folder in which the program can be started, closed and started again. */
export class Computer {
	static async fresh() {
		return new Computer(await mkdtemp(join(tmpdir(), 'curanda-window-')));
	}

	constructor(home) {
		this.home = home;
	}

	/** Opens the program's window. `APP` is the absolute path of its binary. */
	async open() {
		const port = await freePort();
		const { XDG_DATA_HOME: _data, XDG_CONFIG_HOME: _config, XDG_CACHE_HOME: _cache, ...inherited } = process.env;
		const env = { ...inherited, HOME: this.home, TAURI_AUTOMATION: 'true', TAURI_WEBVIEW_AUTOMATION: 'true' };
		const driver = spawn('WebKitWebDriver', [`--port=${port}`, '--host=127.0.0.1'], { stdio: 'ignore', env });
		const base = `http://127.0.0.1:${port}`;
		try {
			await until('the driver', () => send('GET', `${base}/status`));
			const options = { browserName: 'wry', 'webkitgtk:browserOptions': { binary: process.env.APP, args: [] } };
			const launched = Date.now();
			const { sessionId } = await send('POST', `${base}/session`, { capabilities: { alwaysMatch: options } });
			return new Window(driver, `${base}/session/${sessionId}`, launched);
		} catch (error) {
			driver.kill('SIGTERM');
			throw error;
		}
	}

	async remove() {
		// The program's web process may still be writing its last.
		await rm(this.home, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
	}
}

async function send(method, url, body) {
	const answer = await fetch(url, {
		method,
		body: body && JSON.stringify(body),
		headers: { 'content-type': 'application/json' }
	});
	const { value } = await answer.json();
	if (value?.error) throw new Error(`${value.error}: ${value.message}`);
	return value;
}

/** The open window. Elements are found by CSS, or by role and name as a screen reader has them. */
export class Window {
	constructor(driver, session, launched) {
		this.driver = driver;
		this.session = session;
		this.launched = launched;
	}

	send(method, path, body) {
		return send(method, this.session + path, body);
	}

	async find(css) {
		return (await this.send('POST', '/element', { using: 'css selector', value: css }))[ELEMENT];
	}

	async all(css) {
		const found = await this.send('POST', '/elements', { using: 'css selector', value: css });
		return found.map((element) => element[ELEMENT]);
	}

	text(element) {
		return this.send('GET', `/element/${element}/text`);
	}

	page(script, ...args) {
		return this.send('POST', '/execute/sync', { script, args });
	}

	/** Runs a script that promises its answer. */
	later(script) {
		const body = `const done = arguments[arguments.length - 1]; (async () => { ${script} })().then(done, (error) => done(String(error)));`;
		return this.send('POST', '/execute/async', { script: body, args: [] });
	}

	/** Everything that can be read in the window. */
	content() {
		return this.page('return document.body.innerText');
	}

	/** Waits until this text can be read. */
	shows(text) {
		return until(`the text "${text}"`, async () => (await this.content()).includes(text));
	}

	/** Presses a button or follows a link by its text. */
	async press(name) {
		const element = await until(`the button "${name}"`, () => this.named('button, a, [role=option], label', name));
		await this.send('POST', `/element/${element}/click`, {});
	}

	/** Types into the field with this label, instead of what it held. */
	async fill(label, text) {
		const element = await until(`the field "${label}"`, () => this.labelled(label));
		await this.send('POST', `/element/${element}/clear`, {});
		await this.send('POST', `/element/${element}/value`, { text });
	}

	async labelled(label) {
		const id = await this.page(
			`const label = [...document.querySelectorAll('label')].find((l) => l.innerText.trim().startsWith(arguments[0]));
			 return label?.htmlFor || label?.control?.id || null`,
			label
		);
		return id && this.find(`[id="${id}"]`);
	}

	async named(css, name) {
		for (const element of await this.all(css)) {
			if ((await this.text(element)).trim().startsWith(name)) return element;
		}
		return null;
	}

	/** Presses keys, as 'Control+k' or 'b'. */
	async keys(...chords) {
		for (const chord of chords) {
			const keys = chord.split('+').map((key) => KEYS[key] ?? key);
			const down = keys.map((value) => ({ type: 'keyDown', value }));
			const up = keys.toReversed().map((value) => ({ type: 'keyUp', value }));
			await this.send('POST', '/actions', { actions: [{ type: 'key', id: 'keyboard', actions: [...down, ...up] }] });
		}
	}

	async title() {
		return this.send('GET', '/title');
	}

	async shot(file) {
		await writeFile(file, Buffer.from(await this.send('GET', '/screenshot'), 'base64'));
	}

	/** Ends the program and the driver. */
	async close() {
		const gone = new Promise((done) => this.driver.once('exit', done));
		try {
			await send('DELETE', this.session);
		} finally {
			this.driver.kill('SIGTERM');
			await gone;
		}
	}
}

const KEYS = { Control: '\uE009', Shift: '\uE008', Alt: '\uE00A', Enter: '\uE007', Escape: '\uE00C', Tab: '\uE004', ArrowDown: '\uE015', ArrowUp: '\uE013' };
