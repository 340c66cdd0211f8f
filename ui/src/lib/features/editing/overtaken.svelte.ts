type Draft = Record<string, unknown>;

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** A form that somebody else saved first: what is stored now beside what was typed, and whose value stays where they differ. */
export class Overtaken<Row extends { version: number }, D extends Draft> {
	/** What is stored now; none until somebody else was first. */
	stored = $state.raw<Row | null>(null);
	/** By field: whether one's own value stays. */
	mine = $state<Partial<Record<string, boolean>>>({});

	/** `draftOf` says what the form holds of a row. */
	constructor(readonly draftOf: (row: Row) => D) {}

	/** Somebody else was first. What only they changed is theirs until one chooses otherwise. */
	note(stored: Row, base: Row, draft: D): void {
		const [was, is] = [this.draftOf(this.stored ?? base), this.draftOf(stored)];
		const chosen = this.mine;
		this.stored = stored;
		this.mine = Object.fromEntries(this.rows(draft).map(({ field }) => [field, same(was[field], is[field]) && chosen[field] !== false]));
	}

	/** The fields in which the form and the store differ, in the order of the form. */
	rows(draft: D): { field: string; yours: unknown; stored: unknown }[] {
		if (this.stored === null) return [];
		const is = this.draftOf(this.stored);
		return Object.keys(draft).filter((field) => !same(draft[field], is[field])).map((field) => ({ field, yours: draft[field], stored: is[field] }));
	}

	/** What is to be saved: what was typed, with the other's values where one chose them. */
	chosen(draft: D): D {
		if (this.stored === null) return draft;
		const is = this.draftOf(this.stored);
		return Object.fromEntries(Object.entries(draft).map(([field, value]) => [field, this.mine[field] === false ? is[field] : value])) as D;
	}
}
