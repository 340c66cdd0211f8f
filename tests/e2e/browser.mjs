// The screens in Debian's Chromium over `curanda serve` on a demo clinic. CURANDA_URL says where it is served.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const URL_ = process.env.CURANDA_URL;
const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
export const SIZES = { wide: { width: 1280, height: 800 }, narrow: { width: 1024, height: 700 } };
const PATIENCE_MS = 20_000;

/** One row of the command table, as the screens call it; to find out whom a journey is about. */
export async function rpc(command, request, session = null) {
	const body = JSON.stringify({ command, request, session, command_id: null });
	const answer = await fetch(`${URL_}/rpc`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
	const reply = await answer.json();
	if ('error' in reply) throw new Error(`${command}: ${reply.error.code} ${JSON.stringify(reply.error.params)}`);
	return reply.ok;
}

export async function demoAccount(role) {
	const { demo_accounts: accounts } = await rpc('setup.status', {});
	const account = accounts.find((candidate) => candidate.role === role);
	if (account === undefined) throw new Error(`the demo clinic has no account of a ${role}`);
	return account;
}

/** A session of its own, for looking things up. */
export async function session(role = 'receptionist') {
	const { email, password } = await demoAccount(role);
	return (await rpc('identity.sign_in', { email, password })).token;
}

/** A browser with a profile of its own, in which each desk is a separate window. */
export class Browser {
	static async open() {
		const profile = await mkdtemp(join(tmpdir(), 'curanda-browser-'));
		return new Browser(profile, await chromium.launch({ executablePath: '/usr/bin/chromium', args: ARGS }));
	}

	constructor(profile, browser) {
		this.profile = profile;
		this.browser = browser;
	}

	/** A signed-in desk, or the sign-in screen when the role is null. */
	async desk({ role = 'receptionist', theme = 'light', size = 'wide', language = 'en' } = {}) {
		const context = await this.browser.newContext({ viewport: SIZES[size], colorScheme: theme, locale: language === 'vi' ? 'vi-VN' : 'en-IE', reducedMotion: 'reduce' });
		await context.addInitScript(prepare, { language, theme });
		const page = await context.newPage();
		page.setDefaultTimeout(PATIENCE_MS);
		const desk = new Desk(page, role);
		await page.goto(`${URL_}/`);
		if (role !== null) await desk.signIn(await demoAccount(role));
		return desk;
	}

	async close() {
		await this.browser.close();
		await rm(this.profile, { recursive: true, force: true });
	}
}

/** Runs in the page before anything else: its language and theme, and a count of every key that is pressed. */
function prepare({ language, theme }) {
	localStorage.setItem('PARAGLIDE_LOCALE', language);
	localStorage.setItem('curanda.theme', theme);
	window.keysPressed = 0;
	window.addEventListener('keydown', (event) => { if (!event.repeat) window.keysPressed++; }, true);
}

/** Someone at a workstation. */
export class Desk {
	constructor(page, role) {
		this.page = page;
		this.role = role;
		this.faults = [];
		page.on('pageerror', (error) => this.faults.push(error.message));
	}

	async signIn({ email, password }) {
		await this.page.locator('input[name=email]').fill(email);
		await this.page.locator('input[type=password]').fill(password);
		await this.page.keyboard.press('Enter');
		await this.page.locator('.app').waitFor();
	}

	async open(path, ready) {
		await this.page.evaluate((to) => document.querySelector(`.rail a[href="${to}"]`)?.click(), path);
		await this.page.waitForURL(`**${path}`);
		await this.page.locator(ready).first().waitFor();
	}

	press(...keys) {
		return keys.reduce((before, key) => before.then(() => this.page.keyboard.press(key)), Promise.resolve());
	}

	/** Keys since the last count, modifiers included. */
	async countKeys() {
		return this.page.evaluate(() => {
			const count = window.keysPressed;
			window.keysPressed = 0;
			return count;
		});
	}

	toast() {
		return this.page.locator('.toast');
	}

	close() {
		return this.page.context().close();
	}
}

/** Waits until an attempt gives something; a failure tells what it waited for. */
export async function until(what, attempt) {
	const end = Date.now() + PATIENCE_MS;
	for (;;) {
		const value = await attempt();
		if (value) return value;
		if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
		await new Promise((done) => setTimeout(done, 50));
	}
}
