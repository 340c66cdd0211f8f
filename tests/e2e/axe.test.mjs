// axe-core on every screen, in both themes: WCAG 2.0 to 2.2, A and AA.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { Browser } from './browser.mjs';
import { ROLES, SCREENS, screensOf, show } from './screens.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
let browser;

before(async () => { browser = await Browser.open(); });
after(() => browser?.close());

async function violations(page) {
	await page.evaluate(AXE);
	const found = await page.evaluate((rules) => window.axe.run(document, { runOnly: rules }), RULES);
	return found.violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ target }) => target.join(' ')).join(', ')}`);
}

for (const theme of ['light', 'dark']) {
	describe(theme, () => {
		const desks = {};
		const here = new Set();

		before(async () => {
			for (const role of ROLES) {
				desks[role] = await browser.desk({ theme, role });
				for (const { name } of await screensOf(desks[role])) here.add(name);
			}
		});
		after(() => Promise.all(Object.values(desks).map((desk) => desk.close())));

		test('sign-in', async () => {
			const entrance = await browser.desk({ role: null, theme });
			await entrance.page.locator('input[name=email]').waitFor();
			assert.deepEqual(await violations(entrance.page), []);
			await entrance.close();
		});

		for (const screen of SCREENS) {
			test(screen.name, async (context) => {
				if (!here.has(screen.name)) return context.skip('not in this build');
				const desk = desks[screen.role ?? 'receptionist'];
				await show(desk, screen);
				assert.equal(await desk.page.locator('html').getAttribute('data-theme'), theme);
				assert.deepEqual(await violations(desk.page), []);
				assert.deepEqual(desk.faults.splice(0), []);
			});
		}
	});
}

for (const language of ['en', 'vi']) for (const role of ROLES) test(`nothing is too wide for 1024 pixels, ${role}, ${language}`, async () => {
	const desk = await browser.desk({ size: 'narrow', language, role });
	const wide = [];
	// What a screen's acts press is named in English.
	for (const screen of (await screensOf(desk)).filter(({ act }) => language === 'en' || act === undefined)) {
		await show(desk, screen);
		const over = await desk.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
		if (over > 0) wide.push(`${screen.name} by ${over} px`);
		const cut = await desk.page.evaluate(() => [...document.querySelectorAll('.topbar, .toolbar, .keybar')].filter((bar) => bar.scrollWidth > bar.clientWidth).map((bar) => bar.className));
		if (cut.length > 0) wide.push(`${screen.name}: ${cut} is cut off`);
	}
	assert.deepEqual(wide, []);
	await desk.close();
});
