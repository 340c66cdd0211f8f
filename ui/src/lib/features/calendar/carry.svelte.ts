import { Latest } from '$lib/api/latest';
import { judge, type Verdict } from './fits';
import { inside, LONGEST, SHORTEST, snap, type Span } from './geometry';
import type { GridColumn, GridVisit } from './model';

/** An appointment in the hand: where it came from and where it would be put down. */
export interface Carried {
	visit: GridVisit;
	from: GridColumn;
	how: 'move' | 'resize';
	by: 'pointer' | 'keys';
	column: GridColumn;
	span: Span;
}

/** What the core says of a place; `null` when it fits. */
export type CoreVerdict = { title: string; detail: string; next: number | null } | null;

export interface CarryPort {
	columns: () => readonly GridColumn[];
	bounds: () => Span;
	/** The first minute of that day to which one may move. */
	now: (day: string) => number;
	/** Asks the core whether the place fits. */
	check: (carried: Carried) => Promise<CoreVerdict>;
	/** Makes the change; resolves to whether it was made. */
	place: (carried: Carried, overbookReason: string | null) => Promise<boolean>;
}

/** Moving and resizing, by pointer and by keys alike. What does not fit stays in the hand until it is decided. */
export class Carry {
	held = $state.raw<Carried | null>(null);
	/** The reason for overbooking is being asked. */
	asking = $state(false);
	placing = $state(false);
	#core = $state.raw<{ of: Carried; verdict: CoreVerdict } | null>(null);
	#checks: Latest<Carried, CoreVerdict>;

	constructor(readonly port: CarryPort) {
		const keep = (verdict: CoreVerdict, of: Carried) => (this.#core = { of, verdict });
		// A check that fails says nothing; the core decides again at the drop.
		this.#checks = new Latest(port.check, keep, () => undefined);
	}

	/** What this workstation knows, and what the core adds for the same place. */
	verdict = $derived.by((): Verdict<GridVisit> | { kind: 'core'; title: string; detail: string; next: number | null } | null => {
		const held = this.held;
		if (held === null) return null;
		const all = this.port.columns();
		// The grid may have been read again meanwhile.
		const column = all.find(({ id }) => id === held.column.id) ?? held.column;
		const others = all.filter(({ id, day }) => id !== column.id && day === column.day);
		const local = judge(column, held.span, held.visit, others, this.port.now(held.column.day));
		const core = this.#core !== null && samePlace(this.#core.of, held) ? this.#core.verdict : null;
		return local.kind !== 'fits' || core === null ? local : { kind: 'core', ...core };
	});

	/** The first place after this one that fits, to be outlined before the drop. */
	next = $derived.by((): Span | null => {
		const { held, verdict } = this;
		if (held === null || verdict === null || verdict.kind === 'fits' || verdict.next === null) return null;
		return { start: verdict.next, end: verdict.next + (held.span.end - held.span.start) };
	});

	get isAtHome(): boolean {
		const { held } = this;
		return held !== null && held.column.id === held.from.id && held.span.start === held.visit.start && held.span.end === held.visit.end;
	}

	lift(visit: GridVisit, from: GridColumn, how: Carried['how'], by: Carried['by']): void {
		if (this.placing) return;
		this.asking = false;
		this.#put({ visit, from, how, by, column: from, span: { start: visit.start, end: visit.end } });
	}

	/** To the column and start under the pointer. */
	moveTo(column: GridColumn, start: number): void {
		if (this.held === null) return;
		const length = this.held.visit.end - this.held.visit.start;
		const at = snap(start);
		this.#put({ ...this.held, column, span: inside({ start: at, end: at + length }, this.port.bounds()) });
	}

	/** By arrow keys: so many minutes down and so many columns to the right. */
	shift(minutes: number, columns: number): void {
		const { held } = this;
		if (held === null) return;
		const all = this.port.columns();
		const place = all.findIndex(({ id }) => id === held.column.id);
		const column = all[Math.max(0, Math.min(all.length - 1, place + columns))] ?? held.column;
		const moved = { start: held.span.start + minutes, end: held.span.end + minutes };
		this.#put({ ...held, by: 'keys', column, span: inside(moved, this.port.bounds()) });
	}

	/** The end under the pointer, or longer and shorter by keys. */
	endAt(minute: number): void {
		if (this.held === null) return;
		const { start } = this.held.span;
		const end = Math.min(snap(minute), start + LONGEST, this.port.bounds().end);
		this.#put({ ...this.held, span: { start, end: Math.max(end, start + SHORTEST) } });
	}

	/** Puts it down where it fits; otherwise it stays in the hand, and the reason is on screen. */
	async drop(): Promise<void> {
		if (this.isAtHome) return this.putBack();
		if (this.verdict?.kind === 'fits') await this.#place(null);
		else this.stay();
	}

	/** Stays where it was let go, to be decided by keys or buttons; Shift asks for the reason at once. */
	stay(overbook = false): void {
		if (this.held === null) return;
		if (this.verdict?.kind === 'fits') return void this.drop();
		this.held = { ...this.held, by: 'keys' };
		if (overbook) this.asking = true;
	}

	/** Puts it where it fits next. */
	async dropAtNext(): Promise<void> {
		if (this.held === null || this.next === null) return;
		this.held = { ...this.held, span: this.next };
		await this.#place(null);
	}

	async overbook(reason: string): Promise<void> {
		this.asking = false;
		await this.#place(reason);
	}

	putBack(): void {
		this.held = null;
		this.asking = false;
		this.#core = null;
		this.#checks.forget();
	}

	#put(next: Carried): void {
		if (this.held !== null && samePlace(this.held, next) && this.held.by === next.by) return;
		this.held = next;
		this.#checks.put(next);
	}

	async #place(reason: string | null): Promise<void> {
		const { held } = this;
		if (held === null || this.placing) return;
		this.placing = true;
		try {
			await this.port.place(held, reason);
		} finally {
			this.placing = false;
			this.putBack();
		}
	}
}

function samePlace(a: Carried, b: Carried): boolean {
	return a.visit.id === b.visit.id && a.column.id === b.column.id && a.span.start === b.span.start && a.span.end === b.span.end;
}
