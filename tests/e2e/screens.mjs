// Every screen and how one gets there; axe and the pictures go through the same list.

import { rpc, session } from './browser.mjs';

const panel = '.panel.floating';

async function find(desk) {
	await desk.page.keyboard.type('gallagher');
	await desk.page.locator('table mark').first().waitFor();
}

async function openPatient(desk) {
	await find(desk);
	await desk.press('Enter');
	await desk.page.locator('.profile li').first().waitFor();
}

/** Someone who may be known already: the candidate is explained beside the form. */
async function register(desk) {
	const { hits: [known] } = await rpc('patients.search', { text: 'gallagher', limit: 1, location_id: null }, await session());
	await desk.page.locator('.toolbar .btn.primary').click();
	const form = desk.page.locator('aside, .panel').last();
	const fields = { 'First name': known.first_name, 'Last name': known.last_name, 'Date of birth': known.date_of_birth, Mobile: '020 913 7755' };
	for (const [label, value] of Object.entries(fields)) await form.getByLabel(label).first().fill(value);
	await desk.page.locator('.dup').first().waitFor();
}

async function registerWrong(desk) {
	await desk.page.locator('.toolbar .btn.primary').click();
	const form = desk.page.locator('aside, .panel').last();
	const fields = { 'First name': 'A', 'Last name': '', 'Date of birth': '31/02/1990', Mobile: '12', Email: 'nobody at home' };
	for (const [label, value] of Object.entries(fields)) await form.getByLabel(label).first().fill(value);
	await desk.press('Enter');
	await form.locator('[aria-invalid=true]').first().waitFor();
}

/** The chart of the first of the doctor's day. */
async function openChart(desk) {
	await desk.page.locator('main table a:not([href*=tab])').first().click();
	await desk.page.locator('main [role=tab]').first().waitFor();
}

/** The chart of someone who came with the bundles of another system. */
async function openBrought(desk) {
	const { hits: [person] } = await rpc('patients.search', { text: 'angelita howe', limit: 1, location_id: null }, await session());
	await desk.page.goto(new URL(`/chart/${person.id}`, desk.page.url()).href);
	await desk.page.locator('main [role=tab]').first().waitFor();
	await desk.page.locator('main .left h3').last().scrollIntoViewIfNeeded();
}

/** The chart of a child who was measured here from birth on. */
async function openChild(desk, name) {
	const { hits: [child] } = await rpc('patients.search', { text: name, limit: 1, location_id: null }, await session());
	await desk.page.goto(new URL(`/chart/${child.id}`, desk.page.url()).href);
	await desk.page.locator('main [role=tab]').first().waitFor();
}

/** A child's growth before the curves, told at the last figure. */
async function growth(desk, name) {
	await openChild(desk, name);
	await desk.press('Alt+g');
	await desk.page.locator('main figure .curve').first().waitFor();
	await desk.page.locator('main figure .plot').first().focus();
}

/** A baby's figures as they are typed. */
async function typeGrowth(desk) {
	await openChild(desk, 'brennan max');
	await desk.press('Alt+v');
	const figures = { Weight: '7.4', Height: '63', Head: '41.5' };
	for (const [label, value] of Object.entries(figures)) await desk.page.locator('.vitals').getByLabel(label).fill(value);
	await desk.press('Tab');
	await desk.page.locator('.vitals .percentile').nth(2).waitFor();
}

async function prescribe(desk) {
	await openChart(desk);
	await desk.press('Alt+r');
	await desk.page.keyboard.type('ibupro');
	await desk.page.locator('main [role=listbox] [role=option]').first().waitFor();
}

/** The results in the chart of one of the doctor's day who has a report with a file; `doctor` is a session. */
async function openResults(desk) {
	const token = await session('doctor');
	const { visits } = await rpc('chart.my_day', { location_id: null, day: null }, token);
	for (const { card: { patient_id } } of visits) {
		const records = await rpc('records.list', { patient_id, kind: null, limit: null }, token);
		if (!records.some(({ file_count, test_count }) => file_count > 0 && test_count > 0)) continue;
		await desk.page.goto(new URL(`/chart/${patient_id}?tab=records`, desk.page.url()).href);
		await desk.page.locator('.record').first().waitFor();
		return;
	}
	throw new Error('nobody of the day has a report');
}

async function openReport(desk) {
	await openResults(desk);
	await desk.page.locator('.record', { hasText: 'result' }).filter({ hasText: 'file' }).first().click();
	await desk.page.locator('.pane table').waitFor();
}

/** A file of a report, drawn in the program. */
async function openFile(desk, name, drawn) {
	await openResults(desk);
	await desk.page.locator('.record', { hasText: name === 'Ultrasound.png' ? 'Ultrasound' : 'result' }).filter({ hasText: 'file' }).first().click();
	await desk.page.getByRole('button', { name }).click();
	await desk.page.locator(drawn).first().waitFor();
}

/** A report half typed, with what the core refuses of it. */
async function wrongRecord(desk) {
	await openResults(desk);
	await desk.press('a');
	await desk.page.locator('form [data-cell="0.name"]').fill('Haemoglobin');
	await desk.page.locator('form [data-cell="0.value"]').fill('150,000');
	await desk.page.locator('form [data-cell="0.loinc"]').fill('718-6');
	await desk.press('Control+s');
	await desk.page.locator('form .why').waitFor();
}

/** The first that is owed something: its invoice with the panel that takes money. */
async function openInvoice(desk) {
	await desk.page.getByRole('tab', { name: 'Open' }).click();
	await desk.page.locator('main table a').first().click();
	await desk.page.locator('.card.inv').waitFor();
}

async function begunInvoice(desk) {
	await desk.page.getByRole('button', { name: 'Invoice', exact: false }).first().click();
	await desk.page.locator('.card.inv').waitFor();
	await desk.press('e');
	await desk.page.locator('main form fieldset').first().waitFor();
}

async function money(desk, view) {
	await desk.page.getByRole('button', { name: view, exact: true }).click();
	await desk.page.locator('main .card').first().waitFor();
}

async function promotion(desk) {
	await money(desk, 'Promotions');
	await desk.page.getByRole('button', { name: 'AUTUMN10' }).click();
	await desk.page.locator(`${panel} section li`).first().waitFor();
}

/** Another desk changes the promotion while it is edited here: both side by side. */
async function overtakenPromotion(desk) {
	await promotion(desk);
	const token = await session('hospital');
	const { session: { home_location_id: location_id } } = await rpc('identity.me', null, token);
	const one = (await rpc('billing.promotions', { location_id }, token)).find(({ code }) => code === 'AUTUMN10');
	await rpc('billing.save_promotion', { ...one, location_id, usage_limit: (one.usage_limit ?? 100) + 1 }, token);
	await desk.page.locator(panel).getByLabel('Description').fill('For those who come back');
	await desk.press('Control+Enter');
	await desk.page.locator(`${panel} form table`).waitFor();
}

async function wrongPromotion(desk) {
	await money(desk, 'Promotions');
	await desk.press('a');
	await desk.page.locator(panel).getByLabel('Code').fill('50 % off');
	await desk.press('Control+Enter');
	await desk.page.locator(`${panel} [aria-invalid=true]`).first().waitFor();
}

/** A code that is over, on the draft of a visit. */
async function refusedCode(desk) {
	await desk.page.getByRole('button', { name: 'Invoice', exact: false }).first().click();
	await desk.page.locator('.card.inv').waitFor();
	await desk.press('Alt+k');
	await desk.page.keyboard.type('flu20');
	await desk.press('Enter');
	await desk.page.locator('.card.inv [aria-invalid=true]').waitFor();
}

async function claims(desk) {
	await desk.page.getByRole('button', { name: 'Claims', exact: true }).click();
	await desk.page.locator('main .sums').waitFor();
}

/** A remittance of the insurer with the most open claims, half typed: one in full, one denied, and the total not reached yet. */
async function remittance(desk) {
	await claims(desk);
	const rows = desk.page.locator('main tbody tr').filter({ hasText: 'To be sent' });
	const insurers = await rows.locator('td:nth-child(4)').evaluateAll((cells) => cells.map((cell) => cell.firstChild.textContent.trim()));
	const many = (insurer) => insurers.filter((other) => other === insurer).length;
	const [insurer] = [...insurers].sort((a, b) => many(b) - many(a));
	await desk.press('n');
	await desk.page.getByLabel('Insurer').selectOption({ label: insurer });
	await desk.page.getByLabel('Reference').fill('RA-90017');
	await desk.page.getByLabel('Total paid').fill('150');
	const amounts = desk.page.locator('main input.amount');
	await amounts.first().press('Enter');
	if ((await amounts.count()) > 1) await amounts.nth(1).fill('0');
}

async function policy(desk) {
	await openPatient(desk);
	await desk.page.getByRole('button', { name: 'Add a policy' }).click();
	await desk.page.locator('.dialog select').first().waitFor();
}

async function merge(desk) {
	const { hits } = await rpc('patients.search', { text: 'gallagher', limit: 2, location_id: null }, await session());
	await desk.page.goto(new URL(`/patients/merge?keep=${hits[0].id}`, desk.page.url()).href);
	await desk.page.locator('.picked', { hasText: 'Gallagher' }).waitFor();
	await desk.page.locator('main input[role=combobox]').fill('gallagher');
	await desk.page.locator('main [role=option]').last().click();
	await desk.page.locator('main table').waitFor();
}

export const ROLES = ['receptionist', 'doctor', 'hospital'];

/** Of the front desk where no role is named. `ready` is what must be on screen; `states` are the failures of its read worth a picture of their own. */
export const SCREENS = [
	{ name: 'today', path: '/today', ready: '.lane', read: 'scheduling.board' },
	{ name: 'today-list', path: '/today', ready: '.lane', act: (desk) => desk.page.getByRole('button', { name: 'List', exact: true }).click() },
	{ name: 'today-cancel', path: '/today', ready: '[role=option]', act: async (desk) => { await desk.press('x'); await desk.page.locator('.dialog').waitFor(); } },
	{ name: 'today-edit', path: '/today', ready: '[role=option]', act: async (desk) => { await desk.press('e'); await desk.page.locator(panel).waitFor(); } },
	{ name: 'calendar', path: '/calendar', ready: '.cal', read: 'scheduling.calendar' },
	{ name: 'calendar-week', path: '/calendar', ready: '.cal', act: async (desk) => { await desk.page.getByRole('button', { name: 'Week', exact: true }).click(); await desk.page.locator('.cal .col').nth(6).waitFor(); } },
	{ name: 'calendar-month', path: '/calendar', ready: '.cal', act: async (desk) => { await desk.page.getByRole('button', { name: 'Month', exact: true }).click(); await desk.page.locator('.month').waitFor(); } },
	{ name: 'calendar-list', path: '/calendar', ready: '.cal', act: (desk) => desk.page.getByRole('button', { name: 'List', exact: true }).click() },
	{ name: 'calendar-rooms', path: '/calendar', ready: '.cal', act: (desk) => desk.page.getByTitle('A column per doctor or per room').click() },
	{ name: 'calendar-waitlist', path: '/calendar', ready: '.cal', act: async (desk) => { await desk.press('w'); await desk.page.locator('.drawer').waitFor(); } },
	{ name: 'booking', path: '/calendar', ready: '.cal', act: async (desk) => { await desk.press('b'); await desk.page.keyboard.type('an'); await desk.page.locator(`${panel} .open [role=option]`).first().waitFor(); } },
	{ name: 'waitlist', path: '/waitlist', ready: '.view', read: 'waitlist.list' },
	{ name: 'waitlist-add', path: '/waitlist', ready: '.view', act: async (desk) => { await desk.press('a'); await desk.page.locator(panel).waitFor(); } },
	{ name: 'waitlist-edit', path: '/waitlist', ready: '.view [role=option]', act: async (desk) => { await desk.press('e'); await desk.page.locator(panel).waitFor(); } },
	{ name: 'command-box', path: '/today', ready: '.lane', act: async (desk) => { await desk.press('Control+k'); await desk.page.locator('.command-box').waitFor(); } },
	{ name: 'all-keys', path: '/today', ready: '.lane', act: async (desk) => { await desk.press('?'); await desk.page.locator('.dialog').waitFor(); } },
	{ name: 'patients', path: '/patients', ready: 'main h1' },
	{ name: 'patients-found', path: '/patients', ready: 'main h1', act: find },
	{ name: 'patients-nobody', path: '/patients', ready: 'main h1', act: async (desk) => { await desk.page.keyboard.type('zzyzx quorvine'); await desk.page.locator('.empty').waitFor(); } },
	{ name: 'register', path: '/patients', ready: 'main h1', act: register },
	{ name: 'register-wrong', path: '/patients', ready: 'main h1', act: registerWrong },
	{ name: 'patient', path: '/patients', ready: 'main h1', act: openPatient },
	{ name: 'patient-policy', path: '/patients', ready: 'main h1', act: policy },
	{ name: 'patient-details', path: '/patients', ready: 'main h1', act: async (desk) => { await openPatient(desk); await desk.press('Alt+d'); } },
	{ name: 'patient-edit', path: '/patients', ready: 'main h1', act: async (desk) => { await openPatient(desk); await desk.press('e'); await desk.page.locator('main form').waitFor(); } },
	{ name: 'merge', path: '/patients', ready: 'main h1', act: merge },
	{ name: 'money', path: '/money', ready: 'main table', read: 'billing.worklists' },
	{ name: 'money-overdue', path: '/money', ready: 'main table', act: (desk) => desk.page.getByRole('tab', { name: 'Overdue' }).click() },
	{ name: 'money-waiting', path: '/money', ready: 'main table', act: (desk) => desk.page.getByRole('tab', { name: 'Insurers' }).click() },
	{ name: 'money-failed', path: '/money', ready: 'main table', act: (desk) => desk.page.getByRole('tab', { name: 'Failed' }).click() },
	{ name: 'money-claims', path: '/money', ready: 'main table', act: claims },
	{ name: 'money-remittance', path: '/money', ready: 'main table', act: remittance },
	{ name: 'money-remittances', path: '/money', ready: 'main table', act: async (desk) => { await claims(desk); await desk.press('l'); await desk.page.locator('main h2', { hasText: 'Remittances' }).waitFor(); } },
	{ name: 'money-close', path: '/money', ready: 'main table', act: (desk) => money(desk, 'Day close') },
	{ name: 'money-prices', path: '/money', ready: 'main table', act: (desk) => money(desk, 'Prices') },
	{ name: 'money-promotions', path: '/money', ready: 'main table', act: (desk) => money(desk, 'Promotions') },
	{ name: 'promotion', role: 'hospital', path: '/money', ready: 'main table', act: promotion },
	{ name: 'promotion-overtaken', role: 'hospital', path: '/money', ready: 'main table', act: overtakenPromotion },
	{ name: 'promotion-wrong', role: 'hospital', path: '/money', ready: 'main table', act: wrongPromotion },
	{ name: 'invoice-code', path: '/money', ready: 'main table', act: refusedCode },
	{ name: 'invoice', path: '/money', ready: 'main table', act: openInvoice },
	{ name: 'invoice-claim', path: '/money', ready: 'main table', act: async (desk) => { await openInvoice(desk); await desk.page.getByRole('radio', { name: 'Insurer' }).click(); } },
	{ name: 'invoice-draft', path: '/money', ready: 'main table', act: begunInvoice },
	{ name: 'patient-billing', path: '/patients', ready: 'main h1', act: async (desk) => { await openPatient(desk); await desk.press('Alt+b'); await desk.page.locator('main .badge').first().waitFor(); } },
	{ name: 'schedules', path: '/schedules', ready: 'main h1' },
	{ name: 'my-day', role: 'doctor', path: '/chart', ready: 'main table', read: 'chart.my_day' },
	{ name: 'chart', role: 'doctor', path: '/chart', ready: 'main table', act: openChart },
	{ name: 'chart-template', role: 'doctor', path: '/chart', ready: 'main table', act: async (desk) => { await openChart(desk); await desk.press('Control+t'); await desk.page.locator('.dropdown').waitFor(); } },
	{ name: 'chart-allergy', role: 'doctor', path: '/chart', ready: 'main table', act: async (desk) => { await openChart(desk); await desk.press('Alt+a'); await desk.page.locator('.dialog').waitFor(); } },
	{ name: 'chart-brought', role: 'doctor', path: '/chart', ready: 'main table', act: openBrought },
	{ name: 'chart-vaccination', role: 'doctor', path: '/chart', ready: 'main table', act: async (desk) => { await openChart(desk); await desk.press('Alt+j'); await desk.page.locator('.dialog').waitFor(); } },
	{ name: 'chart-prescribe', role: 'doctor', path: '/chart', ready: 'main table', act: prescribe },
	{ name: 'chart-timeline', role: 'doctor', path: '/chart', ready: 'main table', act: async (desk) => { await openChart(desk); await desk.page.getByRole('tab', { name: 'Timeline' }).click(); await desk.page.locator('main ol li').first().waitFor(); } },
	{ name: 'records', role: 'doctor', path: '/chart', ready: 'main table', act: openResults },
	{ name: 'record', role: 'doctor', path: '/chart', ready: 'main table', act: openReport },
	{ name: 'record-wrong', role: 'doctor', path: '/chart', ready: 'main table', act: wrongRecord },
	{ name: 'record-pdf', role: 'doctor', path: '/chart', ready: 'main table', act: (desk) => openFile(desk, 'Laboratory report.pdf', '.dialog canvas') },
	{ name: 'record-picture', role: 'doctor', path: '/chart', ready: 'main table', act: (desk) => openFile(desk, 'Ultrasound.png', '.dialog img') },
	{ name: 'chart-figures', role: 'doctor', path: '/chart', ready: 'main table', act: async (desk) => { await openChart(desk); await desk.press('Alt+g'); await desk.page.locator('main figure svg').first().waitFor(); } },
	{ name: 'chart-growth', role: 'doctor', path: '/chart', ready: 'main table', act: (desk) => growth(desk, 'brennan max') },
	{ name: 'chart-growth-school', role: 'doctor', path: '/chart', ready: 'main table', act: (desk) => growth(desk, 'nolan ivy') },
	{ name: 'chart-growth-typed', role: 'doctor', path: '/chart', ready: 'main table', act: typeGrowth },
	{ name: 'templates', role: 'doctor', path: '/templates', ready: 'main table', read: 'notes.templates' },
	{ name: 'templates-new', role: 'doctor', path: '/templates', ready: 'main table', act: async (desk) => { await desk.press('a'); await desk.page.locator('.dialog').waitFor(); await desk.page.locator('.dialog textarea').fill('{first_name}, {age}: {bp}'); await desk.page.locator('.dialog summary').click(); } },
	{ name: 'medicines', role: 'doctor', path: '/medicines', ready: 'main table', read: 'prescribing.lists' },
	{ name: 'notifications', path: '/today', ready: '.lane', act: async (desk) => { await desk.page.locator('.bell').click(); await desk.page.locator('.told').waitFor(); } },
	{ name: 'settings', path: '/settings', ready: 'main .field', read: 'settings.get' }
];

/** The screens that this build has: a route without a link in the rail is not one. */
export async function screensOf(desk) {
	const paths = await desk.page.locator('.rail a').evaluateAll((links) => links.map((link) => new URL(link.href).pathname));
	return SCREENS.filter(({ path, role = 'receptionist' }) => paths.includes(path) && role === desk.role);
}

export async function show(desk, { path, ready, act }) {
	await desk.page.goto(new URL(path, desk.page.url()).href);
	await desk.page.locator(ready).first().waitFor();
	await act?.(desk);
	// What moves has moved, and what was asked for has come.
	await desk.page.waitForLoadState('load');
	await desk.page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined))));
}
