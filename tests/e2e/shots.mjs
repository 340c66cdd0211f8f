// Pictures of every screen: node shots.mjs DIR. Light and dark, wide and narrow; loading, empty, error and denied where they differ.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Browser } from './browser.mjs';
import { ROLES, screensOf, show } from './screens.mjs';

const into = process.argv[2] ?? 'shots';
const EMPTY_DAY = '2031-01-04';

await mkdir(into, { recursive: true });
const browser = await Browser.open();
let taken = 0;

async function take(desk, name) {
	await desk.page.screenshot({ path: join(into, `${name}.png`) });
	taken++;
}

/** Answers the read of a screen otherwise than the core does. */
async function answering(desk, command, fulfil, look) {
	const handler = async (route) => (route.request().postDataJSON()?.command === command ? fulfil(route) : route.fallback());
	await desk.page.route('**/rpc', handler);
	await look();
	await desk.page.unroute('**/rpc', handler);
}

const refuse = (code) => (route) => route.fulfill({ json: { error: { code, params: {}, fields: [], ref: 'A1B2C3' } } });

/** The states of a screen that has a read of its own. */
async function states(desk, screen) {
	const open = () => desk.page.goto(new URL(screen.path, desk.page.url()).href);
	await answering(desk, screen.read, () => undefined, async () => {
		await open();
		await desk.page.locator('[aria-busy=true]').first().waitFor();
		await take(desk, `${screen.name}-loading`);
	});
	for (const [state, code, sign] of [['error', 'internal', '[role=alert]'], ['denied', 'denied', '.empty']]) {
		await answering(desk, screen.read, refuse(code), async () => {
			await open();
			await desk.page.locator(sign).first().waitFor();
			await take(desk, `${screen.name}-${state}`);
		});
	}
}

try {
	for (const size of ['wide', 'narrow']) {
		for (const theme of ['light', 'dark']) for (const role of ROLES) {
			const desk = await browser.desk({ theme, size, role });
			for (const screen of await screensOf(desk)) {
				await show(desk, screen);
				await take(desk, [screen.name, size === 'narrow' && '1024', theme === 'dark' && 'dark'].filter(Boolean).join('-'));
				if (screen.read && size === 'wide' && theme === 'light') await states(desk, screen);
			}
			await desk.close();
		}
	}
	const vietnamese = await browser.desk({ language: 'vi' });
	for (const screen of (await screensOf(vietnamese)).filter(({ act }) => act === undefined)) {
		await show(vietnamese, screen);
		await take(vietnamese, `${screen.name}-vi`);
	}
	const desk = await browser.desk();
	await show(desk, { path: '/today', ready: '.lane' });
	await desk.page.locator('input[type=date]').first().evaluate((input, day) => { input.value = day; input.dispatchEvent(new Event('change', { bubbles: true })); }, EMPTY_DAY);
	await desk.page.locator('.board .empty').waitFor();
	await take(desk, 'today-empty');
	const entrance = await browser.desk({ role: null });
	await entrance.page.locator('input[name=email]').waitFor();
	await take(entrance, 'sign-in');
} finally {
	await browser.close();
}
console.log(`${taken} pictures in ${into}`);
