export interface ToastContent {
	text: string;
	tone?: 'ok' | 'danger';
	/** Takes back what just happened; Ctrl+Z does it for `undoMs`. */
	undo?: () => void | Promise<void>;
}

const SHOWN_MS = 10_000;

/** One message at a time: what happened, and how to take it back. */
class Toast {
	current = $state.raw<ToastContent | null>(null);
	/** Outlives the message, until the next change. */
	undoable = $state.raw<(() => void | Promise<void>) | null>(null);
	/** How long a change can be taken back; the clinic may set it otherwise. */
	undoMs = 3 * 60_000;
	#hide: ReturnType<typeof setTimeout> | undefined;
	#forget: ReturnType<typeof setTimeout> | undefined;

	show(content: ToastContent): void {
		this.current = content;
		this.resume();
		if (content.undo === undefined) return;
		clearTimeout(this.#forget);
		this.undoable = content.undo;
		this.#forget = setTimeout(() => (this.undoable = null), this.undoMs);
	}

	hide(): void {
		clearTimeout(this.#hide);
		this.current = null;
	}

	/** While the pointer or the focus is on it, it stays. */
	hold(): void {
		clearTimeout(this.#hide);
	}

	resume(): void {
		clearTimeout(this.#hide);
		this.#hide = setTimeout(() => (this.current = null), SHOWN_MS);
	}

	async undo(): Promise<void> {
		const undo = this.undoable;
		this.undoable = null;
		this.hide();
		await undo?.();
	}
}

export const toast = new Toast();
