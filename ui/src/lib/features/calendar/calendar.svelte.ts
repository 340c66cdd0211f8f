import type { Calendar } from '$lib/api/generated/Calendar';
import { addDays } from '$lib/i18n/format';
import { visitUnder, move, type Cursor, type Direction } from './cursor';
import { cancelledCount, doctorColumns, roomColumns, slotAt, weekColumns } from './day';
import { boundsOf, type Span } from './geometry';
import type { GridColumn, GridVisit } from './model';
import { addMonths, minuteOf, monthOf, weekOf } from './time';

export type View = 'day' | 'week' | 'month' | 'list';
export type By = 'doctor' | 'room';

export interface Range {
	from: string;
	to: string;
}

/** What the calendar shows and where the cursor stands. */
export class CalendarScreen {
	view = $state<View>('day');
	by = $state<By>('doctor');
	/** Whose week is shown. */
	weekDoctorId = $state<string | null>(null);
	cancelled = $state(false);
	cursor = $state.raw<Cursor>({ column: 0, minute: 540 });
	/** The appointment whose panel is open. */
	openedId = $state<string | null>(null);

	constructor(readonly data: () => Calendar | undefined, readonly day: () => string, readonly now: () => Date) {}

	/** The days that have to be read. */
	range = $derived.by((): Range => {
		const day = this.day();
		const days = this.view === 'week' ? weekOf(day) : this.view === 'month' ? monthOf(day).flat() : [day];
		return { from: days[0]!, to: days.at(-1)! };
	});

	columns = $derived.by((): GridColumn[] => {
		const data = this.data();
		if (data === undefined || this.view === 'month') return [];
		const options = { cancelled: this.cancelled };
		if (this.view === 'week') return weekColumns(data, this.weekDoctor ?? '', options);
		return this.by === 'room' ? roomColumns(data, this.day(), options) : doctorColumns(data, this.day(), options);
	});

	bounds = $derived(boundsOf(this.columns.flatMap((column): Span[] => [...column.open, ...column.visits]), { start: 480, end: 1080 }));
	visits = $derived(
		this.columns.flatMap((column) => column.visits.map((visit) => ({ visit, column }))).toSorted((a, b) => a.visit.start - b.visit.start || a.visit.name.localeCompare(b.visit.name))
	);
	cancelledCount = $derived.by(() => cancelledCount(this.data()));
	under = $derived(visitUnder(this.cursor, this.columns));
	column = $derived(this.columns[this.cursor.column]);

	get weekDoctor(): string | null {
		const columns = this.data()?.columns ?? [];
		const known = columns.some(({ doctor_id }) => doctor_id === this.weekDoctorId);
		return known ? this.weekDoctorId : (columns[0]?.doctor_id ?? null);
	}

	/** The current minute in today's columns, or null when today is not on screen. */
	nowMinute = $derived.by((): number | null => {
		const data = this.data();
		if (data === undefined || !this.columns.some(({ day }) => day === data.today)) return null;
		return minuteOf(this.now().toISOString(), data.today, data.time_zone);
	});

	/** From which minute one may book in a column: never on a day that has passed. */
	earliest(day: string): number {
		return day < (this.data()?.today ?? '') ? Infinity : -Infinity;
	}

	get step(): number {
		const data = this.data();
		return data === undefined ? 15 : slotAt(data, this.column?.doctorId ?? null, this.column?.day ?? '', this.cursor.minute);
	}

	move(direction: Direction): void {
		this.cursor = move(this.cursor, direction, this.columns, this.bounds, this.step);
	}

	/** Puts the cursor on a visit or on a minute of a column. */
	point(columnId: string, minute: number): void {
		const column = this.columns.findIndex(({ id }) => id === columnId);
		if (column !== -1) this.cursor = { column, minute };
	}

	/** After another day or view was chosen: now when it is on screen, else the first opening. */
	home(): void {
		const column = Math.min(this.cursor.column, Math.max(0, this.columns.length - 1));
		const opens = this.columns[column]?.open[0]?.start ?? this.bounds.start;
		const now = this.nowMinute === null ? opens : Math.ceil(this.nowMinute / this.step) * this.step;
		this.cursor = { column, minute: Math.max(this.bounds.start, Math.min(now, this.bounds.end - this.step)) };
	}

	/** The day so many steps of this view away. */
	away(by: number): string {
		if (this.view === 'month') return addMonths(this.day(), by);
		return addDays(this.day(), this.view === 'week' ? by * 7 : by);
	}

	find(id: string | null): { visit: GridVisit; column: GridColumn } | undefined {
		return this.visits.find(({ visit }) => visit.id === id);
	}
}
