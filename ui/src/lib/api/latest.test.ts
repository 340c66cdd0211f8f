import { expect, test } from 'vitest';
import { Latest } from './latest';

function setUp() {
	const asked: string[] = [];
	const got: string[] = [];
	const failed: string[] = [];
	const pending: ((outcome: string | Error) => void)[] = [];
	const latest = new Latest<string, string>(
		(question) => {
			asked.push(question);
			return new Promise((resolve, reject) =>
				pending.push((outcome) => (outcome instanceof Error ? reject(outcome) : resolve(outcome)))
			);
		},
		(answer) => got.push(answer),
		(_, question) => failed.push(question)
	);
	const settle = async (outcome: string | Error) => {
		pending.shift()!(outcome);
		for (let tick = 0; tick < 4; tick++) await Promise.resolve();
	};
	return { latest, asked, got, failed, settle };
}

test('typing fast asks for the first and the last only, and shows the last', async () => {
	const { latest, asked, got, settle } = setUp();
	for (const text of ['h', 'ho', 'hon', 'hong']) latest.put(text);
	expect(asked).toEqual(['h']);
	await settle('for h');
	expect(asked).toEqual(['h', 'hong']);
	await settle('for hong');
	expect(got).toEqual(['for hong']);
});

test('who waits is told once what was asked last is answered', async () => {
	const { latest, settle } = setUp();
	latest.put('h');
	latest.put('ho');
	const told = latest.settled();
	await settle('for h');
	await settle('for ho');
	expect([await told, await latest.settled()]).toEqual([true, true]);
});

test('who waits is not told of what failed, was forgotten or was asked anew', async () => {
	const { latest, settle } = setUp();
	latest.put('h');
	const overtaken = latest.settled();
	latest.put('ho');
	await settle('for h');
	await settle(new Error('gone'));
	expect([await overtaken, await latest.settled()]).toEqual([false, false]);
	latest.forget();
	expect(await latest.settled()).toBe(false);
});

test('an answer that came too late is dropped, and so is its failure', async () => {
	const { latest, got, failed, settle } = setUp();
	latest.put('a');
	latest.forget();
	await settle('for a');
	latest.put('b');
	latest.put('c');
	await settle(new Error('b'));
	await settle('for c');
	expect(got).toEqual(['for c']);
	expect(failed).toEqual([]);
});

test('a failure of what is wanted is told, and the next question is asked', async () => {
	const { latest, got, failed, settle } = setUp();
	latest.put('a');
	await settle(new Error('a'));
	latest.put('b');
	await settle('for b');
	expect(failed).toEqual(['a']);
	expect(got).toEqual(['for b']);
});
