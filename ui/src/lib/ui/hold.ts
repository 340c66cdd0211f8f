/** Sends nothing while a field holds what cannot be read: it would be taken for empty. Calls `held` instead; returns the way to stop. */
export function holdForm(input: HTMLInputElement, unread: () => boolean, held: () => void): () => void {
	const form = input.form;
	const hold = (event: Event) => {
		if (!unread()) return;
		event.preventDefault();
		event.stopImmediatePropagation();
		held();
	};
	form?.addEventListener('submit', hold, { capture: true });
	return () => form?.removeEventListener('submit', hold, { capture: true });
}
