/**
 * Asks one question at a time: while an answer is under way only the newest request waits, and an answer
 * that is no longer wanted is dropped. Typing fast costs two calls, not one per key.
 */
export class Latest<Q, A> {
	#running = false;
	#waiting: { question: Q } | null = null;
	#newest = 0;

	constructor(
		readonly ask: (question: Q) => Promise<A>,
		readonly answered: (answer: A, question: Q) => void,
		readonly failed: (thrown: unknown, question: Q) => void
	) {}

	put(question: Q): void {
		this.#newest++;
		this.#waiting = { question };
		if (!this.#running) void this.#run();
	}

	/** Nothing that was asked is wanted any more. */
	forget(): void {
		this.#newest++;
		this.#waiting = null;
	}

	async #run(): Promise<void> {
		this.#running = true;
		while (this.#waiting !== null) {
			const { question } = this.#waiting;
			this.#waiting = null;
			await this.#settle(question, this.#newest);
		}
		this.#running = false;
	}

	async #settle(question: Q, asked: number): Promise<void> {
		try {
			const answer = await this.ask(question);
			if (asked === this.#newest) this.answered(answer, question);
		} catch (thrown) {
			if (asked === this.#newest) this.failed(thrown, question);
		}
	}
}
