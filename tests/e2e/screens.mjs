// Every screen and how one gets there; axe and the pictures go through the same list.

const panel = '.panel.floating';

/** `ready` is what must be on screen; `states` are the failures of its read worth a picture of their own. */
export const SCREENS = [
	{ name: 'today', path: '/today', ready: '.lane', read: 'scheduling.board' },
	{ name: 'today-list', path: '/today', ready: '.lane', act: (desk) => desk.page.getByRole('button', { name: 'List', exact: true }).click() },
	{ name: 'today-cancel', path: '/today', ready: '[role=option]', act: async (desk) => { await desk.press('x'); await desk.page.locator('.dialog').waitFor(); } },
	{ name: 'today-edit', path: '/today', ready: '[role=option]', act: async (desk) => { await desk.press('e'); await desk.page.locator(panel).waitFor(); } },
	{ name: 'calendar', path: '/calendar', ready: '.cal', read: 'scheduling.calendar' },
	{ name: 'calendar-week', path: '/calendar', ready: '.cal', act: (desk) => desk.page.getByRole('button', { name: 'Week', exact: true }).click() },
	{ name: 'calendar-month', path: '/calendar', ready: '.cal', act: async (desk) => { await desk.page.getByRole('button', { name: 'Month', exact: true }).click(); await desk.page.locator('.month').waitFor(); } },
	{ name: 'calendar-list', path: '/calendar', ready: '.cal', act: (desk) => desk.page.getByRole('button', { name: 'List', exact: true }).click() },
	{ name: 'calendar-rooms', path: '/calendar', ready: '.cal', act: (desk) => desk.page.getByRole('button', { name: 'By room' }).click() },
	{ name: 'calendar-waitlist', path: '/calendar', ready: '.cal', act: async (desk) => { await desk.press('w'); await desk.page.locator('.drawer').waitFor(); } },
	{ name: 'booking', path: '/calendar', ready: '.cal', act: async (desk) => { await desk.press('b'); await desk.page.keyboard.type('an'); await desk.page.locator(`${panel} .open [role=option]`).first().waitFor(); } },
	{ name: 'waitlist', path: '/waitlist', ready: '.view', read: 'waitlist.list' },
	{ name: 'waitlist-add', path: '/waitlist', ready: '.view', act: async (desk) => { await desk.press('a'); await desk.page.locator(panel).waitFor(); } },
	{ name: 'waitlist-edit', path: '/waitlist', ready: '.view [role=option]', act: async (desk) => { await desk.press('e'); await desk.page.locator(panel).waitFor(); } },
	{ name: 'command-box', path: '/today', ready: '.lane', act: async (desk) => { await desk.press('Control+k'); await desk.page.locator('.command-box').waitFor(); } },
	{ name: 'all-keys', path: '/today', ready: '.lane', act: async (desk) => { await desk.press('?'); await desk.page.locator('.dialog').waitFor(); } },
	{ name: 'patients', path: '/patients', ready: 'main h1' },
	{ name: 'schedules', path: '/schedules', ready: 'main h1' },
	{ name: 'settings', path: '/settings', ready: 'main .field', read: 'settings.get' }
];

/** The screens that this build has: a route without a link in the rail is not one. */
export async function screensOf(desk) {
	const paths = await desk.page.locator('.rail a').evaluateAll((links) => links.map((link) => new URL(link.href).pathname));
	return SCREENS.filter(({ path }) => paths.includes(path));
}

export async function show(desk, { path, ready, act }) {
	await desk.page.goto(new URL(path, desk.page.url()).href);
	await desk.page.locator(ready).first().waitFor();
	await act?.(desk);
	// What moves has moved, and what was asked for has come.
	await desk.page.waitForLoadState('load');
	await desk.page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined))));
}
