// A code from the manager who makes it to the invoice that uses it, by keys.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Browser, rpc, until } from './browser.mjs';
import { frontDesk } from './clinic.mjs';

let browser, clinic;

before(async () => {
	clinic = await frontDesk();
	browser = await Browser.open();
});
after(() => browser?.close());

const location = () => ({ location_id: clinic.location.id });
const promotion = async (code) => (await rpc('billing.promotions', location(), clinic.token)).find((one) => one.code === code);

async function make(code) {
	const manager = await browser.desk({ role: 'hospital' });
	await manager.open('/money', 'main table');
	await manager.page.getByRole('button', { name: 'Promotions', exact: true }).click();
	await manager.page.getByRole('button', { name: 'New promotion' }).waitFor();
	await manager.press('a');
	const panel = manager.page.locator('.panel.floating');
	for (const [label, text] of [['Code', code.toLowerCase()], ['Name', 'Twenty'], ['Uses in all', '1']]) await panel.getByLabel(label, { exact: false }).first().fill(text);
	await panel.getByRole('textbox', { name: 'Per cent' }).fill('20');
	await manager.press('Control+Enter');
	await manager.toast().filter({ hasText: code }).waitFor();
	assert.equal((await promotion(code)).status, 'active');
	await manager.close();
}

test('a manager makes a code, the desk types it, and the invoice uses it', async () => {
	const code = `E2E-${Date.now() % 1_000_000}`;
	await make(code);
	const { to_invoice: [visit] } = await rpc('billing.worklists', location(), clinic.token);
	const { id, total } = await rpc('billing.invoice_visit', { appointment_id: visit.appointment_id, language: 'en' }, clinic.token);
	const desk = await browser.desk();
	await desk.page.goto(new URL(`/money/${id}`, desk.page.url()).href);
	const card = desk.page.locator('.card.inv');
	await card.waitFor();
	await desk.press('Alt+k');
	await desk.page.keyboard.type(`${code.toLowerCase()}x`);
	await desk.press('Enter');
	await card.getByText(`There is no promotion ${code}X`).waitFor();
	await desk.press('Backspace', 'Enter');
	await card.getByText(`Promotion ${code}`, { exact: true }).waitFor();
	await desk.press('Alt+i');
	await card.getByText('INV-', { exact: false }).first().waitFor();
	const invoice = await until('the issued invoice', async () => {
		const read = await rpc('billing.invoice', { id }, clinic.token);
		return read.number && read;
	});
	assert.deepEqual([invoice.total, invoice.promotion.amount], [total - invoice.promotion.amount, Math.round(invoice.sums.gross / 5)]);
	assert.deepEqual([(await promotion(code)).used, (await promotion(code)).status], [1, 'used_up']);
	assert.deepEqual(desk.faults, []);
	await desk.close();
});
