import type { KeyCommand } from '$lib/keys';
import { m } from '$lib/paraglide/messages';
import type { CalendarScreen } from './calendar.svelte';
import type { Carry } from './carry.svelte';
import type { Direction } from './cursor';
import { canMove } from './model';

export interface CalendarDeeds {
	day: (by: number) => void;
	toToday: () => void;
	book: () => void;
	/** Books at the cursor, or opens what is under it. */
	enter: () => void;
	waitlist: () => void;
	print: () => void;
	/** After the cursor or the hand moved. */
	moved: () => void;
}

const DIRECTIONS: Record<string, Direction> = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right' };
const hidden = { bar: false } as const;

/** The keys of every view: the day, today, booking, the waitlist. */
function general(deeds: CalendarDeeds): KeyCommand[] {
	return [
		{ id: 'calendar.print', keys: ['ctrl+p'], label: m.calendar_print, run: deeds.print, ...hidden },
		{ id: 'calendar.today', keys: ['t'], label: m.scheduling_today, run: deeds.toToday, ...hidden },
		{ id: 'calendar.book', keys: ['b'], label: m.booking_book, run: deeds.book, ...hidden },
		{ id: 'calendar.waitlist', keys: ['w'], label: m.common_screen_waitlist, run: deeds.waitlist },
		{ id: 'calendar.day', keys: ['[', ']'], label: m.scheduling_day, run: (event) => deeds.day(event?.key === '[' ? -1 : 1), box: false }
	];
}

/** With nothing in the hand, keys move the cursor; with something, they move that. */
export function calendarKeys(screen: CalendarScreen, carry: Carry, deeds: CalendarDeeds): KeyCommand[] {
	if (carry.held !== null) return carrying(screen, carry, deeds);
	const isGrid = () => screen.view === 'day' || screen.view === 'week';
	const movable = () => screen.under !== undefined && canMove(screen.under.status);
	const lift = (how: 'move' | 'resize') => {
		if (screen.under !== undefined && screen.column !== undefined) carry.lift(screen.under, screen.column, how, 'keys');
	};
	const longer = (by: number) => {
		lift('resize');
		carry.endAt((carry.held?.span.end ?? 0) + by);
	};
	return [
		...general(deeds),
		{
			id: 'calendar.length', keys: ['+', '-'], label: m.calendar_longer_shorter, when: () => isGrid() && movable(), box: false,
			run: (event) => longer(event?.key === '-' ? -5 : 5)
		},
		{ id: 'calendar.lift', keys: ['m'], label: m.calendar_pick_up, when: () => isGrid() && movable(), run: () => lift('move') },
		{ id: 'calendar.enter', keys: ['enter'], label: screen.under ? m.today_open : m.calendar_book_here, when: isGrid, run: deeds.enter, box: false },
		{ id: 'calendar.doctor', keys: ['arrowleft', 'arrowright'], label: screen.by === 'room' ? m.calendar_room : m.booking_doctor, when: isGrid, box: false, run: (event) => step(screen, event, deeds) },
		{ id: 'calendar.slot', keys: ['arrowup', 'arrowdown'], label: m.calendar_slot, when: isGrid, box: false, run: (event) => step(screen, event, deeds) }
	];
}

function step(screen: CalendarScreen, event: KeyboardEvent | undefined, deeds: CalendarDeeds): void {
	const direction = DIRECTIONS[event?.key ?? ''];
	if (direction === undefined) return;
	screen.move(direction);
	deeds.moved();
}

function carrying(screen: CalendarScreen, carry: Carry, deeds: CalendarDeeds): KeyCommand[] {
	const place = () => {
		const done = carry.verdict?.kind === 'fits' || carry.isAtHome ? carry.drop() : carry.dropAtNext();
		void done;
	};
	const shift = (event?: KeyboardEvent) => {
		const slot = screen.step;
		const by = { ArrowUp: [-slot, 0], ArrowDown: [slot, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event?.key ?? ''];
		if (by === undefined) return;
		if (carry.held?.how === 'resize') carry.endAt(carry.held.span.end + by[0]!);
		else carry.shift(by[0]!, by[1]!);
		deeds.moved();
	};
	const length = (event?: KeyboardEvent) => carry.held && carry.endAt(carry.held.span.end + (event?.key === '-' ? -5 : 5));
	const base = { box: false };
	return [
		{ id: 'carry.back', keys: ['escape'], label: m.calendar_put_back, run: () => carry.putBack(), ...base },
		{ id: 'carry.overbook', keys: ['shift+enter'], label: m.calendar_overbook, run: () => carry.stay(true), ...base },
		{ id: 'carry.place', keys: ['enter', 'm'], label: m.calendar_place, run: place, ...base },
		{ id: 'carry.length', keys: ['+', '-'], label: m.calendar_longer_shorter, run: length, when: () => carry.held?.how === 'resize', ...base },
		{ id: 'carry.shift', keys: ['arrowup', 'arrowdown', 'arrowleft', 'arrowright'], label: m.calendar_move_it, run: shift, ...base }
	];
}
