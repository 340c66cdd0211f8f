const TICK_MS = 5_000;

/** The time as the screens show it, moving on while a component lives. Call while it is created. */
export function useClock(): { readonly now: Date; readonly minute: Date } {
	let now = $state.raw(new Date());
	// A minute is what rows show; they are drawn again only when it passes.
	const minute = $derived(Math.floor(now.getTime() / 60_000));
	$effect(() => {
		const timer = setInterval(() => (now = new Date()), TICK_MS);
		return () => clearInterval(timer);
	});
	return {
		get now() {
			return now;
		},
		get minute() {
			return new Date(minute * 60_000);
		}
	};
}
