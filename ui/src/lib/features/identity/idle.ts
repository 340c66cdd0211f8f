const SIGNS_OF_LIFE = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;

/**
 * Calls back once nobody has touched the window for the time. The clock is compared rather than only
 * waited for, so that a computer that slept locks as soon as it wakes. Returns the way to stop.
 */
export function watchIdle(idleMs: number, onIdle: () => void, now: () => number = Date.now): () => void {
	let last = now();
	const touched = () => {
		if (now() - last >= idleMs) onIdle();
		last = now();
	};
	const look = () => {
		if (now() - last < idleMs) return;
		last = now();
		onIdle();
	};
	for (const sign of SIGNS_OF_LIFE) window.addEventListener(sign, touched, { passive: true, capture: true });
	const timer = setInterval(look, Math.min(idleMs, 5000));
	return () => {
		clearInterval(timer);
		for (const sign of SIGNS_OF_LIFE) window.removeEventListener(sign, touched, { capture: true });
	};
}
