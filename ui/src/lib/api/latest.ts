/**
 * Asks one question at a time: while an answer is under way only the newest request waits, and an answer
 * that is no longer wanted is dropped. Typing fast costs two calls, not one per key. Who types faster than that
 * and presses Enter means what was typed, not what an earlier answer shows: see `settled`.
 */
export class Latest<Q, A> {
	#running: Promise<void> | null = null;
	#waiting: { question: Q } | null = null;
	#newest = 0;
	#answered = 0;

	constructor(
		readonly ask: (question: Q) => Promise<A>,
		readonly answered: (answer: A, question: Q) => void,
		readonly failed: (thrown: unknown, question: Q) => void
	) {}

	put(question: Q): void {
		this.#newest++;
		this.#waiting = { question };
		this.#running ??= this.#run();
	}

	/** Nothing that was asked is wanted any more. */
	forget(): void {
		this.#newest++;
		this.#waiting = null;
	}

	/** Waits for what is under way. Whether the newest question is answered, and nothing else was asked or forgotten meanwhile. */
	async settled(): Promise<boolean> {
		const asked = this.#newest;
		await this.#running;
		return asked === this.#newest && asked === this.#answered;
	}

	async #run(): Promise<void> {
		while (this.#waiting !== null) {
			const { question } = this.#waiting;
			this.#waiting = null;
			await this.#settle(question, this.#newest);
		}
		this.#running = null;
	}

	async #settle(question: Q, asked: number): Promise<void> {
		try {
			const answer = await this.ask(question);
			if (asked !== this.#newest) return;
			this.#answered = asked;
			this.answered(answer, question);
		} catch (thrown) {
			if (asked === this.#newest) this.failed(thrown, question);
		}
	}
}
