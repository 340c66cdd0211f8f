import type { Carry } from './carry.svelte';
import { minuteAt } from './geometry';
import type { GridColumn, GridVisit } from './model';

/** A press becomes a drag after so many pixels. */
const DRAG_FROM_PX = 4;
const EDGE_PX = 28;
const SCROLL_PX = 12;

export interface Point {
	column: GridColumn;
	minute: number;
}

/** The column and minute under a point of the window. */
export function pointAt(cols: HTMLElement, x: number, y: number, columns: readonly GridColumn[], top: number): Point | null {
	const elements = [...cols.querySelectorAll<HTMLElement>(':scope > .col')];
	const index = elements.findIndex((element) => {
		const { left, right } = element.getBoundingClientRect();
		return left <= x && x < right;
	});
	const column = columns[index];
	if (column === undefined) return null;
	return { column, minute: minuteAt(y - cols.getBoundingClientRect().top, top) };
}

interface Grid {
	cols: HTMLElement;
	scroller: HTMLElement;
	columns: () => readonly GridColumn[];
	top: () => number;
	carry: Carry;
}

/** Follows the pointer from a press on an appointment until it is let go. Resolves to whether it was a drag. */
export function follow(press: PointerEvent, visit: GridVisit, from: GridColumn, how: 'move' | 'resize', grid: Grid): Promise<boolean> {
	const { carry, cols } = grid;
	const at = (event: PointerEvent) => pointAt(cols, event.clientX, event.clientY, grid.columns(), grid.top());
	const grabbed = (at(press)?.minute ?? visit.start) - visit.start;
	let dragging = false;

	return new Promise((resolve) => {
		const move = (event: PointerEvent) => {
			const far = Math.hypot(event.clientX - press.clientX, event.clientY - press.clientY) >= DRAG_FROM_PX;
			if (!dragging && far) carry.lift(visit, from, how, 'pointer');
			dragging ||= far;
			if (!dragging || carry.held === null) return;
			scrollAtEdge(grid.scroller, event.clientY);
			const point = at(event);
			if (point === null) return;
			if (how === 'move') carry.moveTo(point.column, point.minute - grabbed);
			else carry.endAt(point.minute);
		};
		const stop = new AbortController();
		const finish = (drop: boolean, event: PointerEvent) => {
			stop.abort();
			if (dragging && drop && event.shiftKey) carry.stay(true);
			else if (dragging && drop) void carry.drop();
			else if (dragging) carry.putBack();
			resolve(dragging);
		};
		const { signal } = stop;
		window.addEventListener('pointermove', move, { signal });
		window.addEventListener('pointerup', (event) => finish(true, event), { signal });
		window.addEventListener('pointercancel', (event) => finish(false, event), { signal });
	});
}

function scrollAtEdge(scroller: HTMLElement, y: number): void {
	const { top, bottom } = scroller.getBoundingClientRect();
	if (y < top + EDGE_PX + 44) scroller.scrollTop -= SCROLL_PX;
	else if (y > bottom - EDGE_PX) scroller.scrollTop += SCROLL_PX;
}
