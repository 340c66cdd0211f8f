import type { AppointmentCard } from '$lib/api/generated/AppointmentCard';
import type { PlainAct } from '$lib/features/scheduling/acts.svelte';
import type { KeyCommand } from '$lib/keys';
import { m } from '$lib/paraglide/messages';
import type { Step } from './board';
import { canBill, canCancel, canEdit, canMove } from './row-keys';
import { allows, type TodayBoard } from './today.svelte';

export interface TodayDeeds {
	act: (act: PlainAct) => void;
	step: (step: Step) => void;
	day: (by: number) => void;
	toToday: () => void;
	book: () => void;
	move: (card: AppointmentCard) => void;
	edit: (card: AppointmentCard) => void;
	cancel: (card: AppointmentCard) => void;
	bill: (card: AppointmentCard) => void;
	open: (card: AppointmentCard) => void;
	filter: () => void;
}

/** The keys of the board. What the selected row does not allow is neither shown nor done. */
export function todayKeys(today: TodayBoard, deeds: TodayDeeds): KeyCommand[] {
	const card = today.selected;
	const act = (act: PlainAct, key: string, label: () => string): KeyCommand => ({
		id: `today.${act}`, keys: [key], label, run: () => deeds.act(act), when: () => allows(act, card)
	});
	return [
		{ id: 'today.later', keys: [']'], label: m.scheduling_next_day, run: () => deeds.day(1), bar: false },
		{ id: 'today.earlier', keys: ['['], label: m.scheduling_previous_day, run: () => deeds.day(-1), bar: false },
		{ id: 'today.today', keys: ['t'], label: m.scheduling_today, run: deeds.toToday, bar: false },
		{ id: 'today.cancel', keys: ['x'], label: m.today_cancel, run: () => card && deeds.cancel(card), when: () => canCancel(card), bar: false },
		act('confirm', 'f', m.today_confirm),
		{ ...act('archive', 'p', m.today_put_away), bar: false },
		{ id: 'today.edit', keys: ['e'], label: m.today_edit, run: () => card && deeds.edit(card), when: () => canEdit(card), bar: false },
		{ id: 'today.filter', keys: ['/'], label: m.today_filter_by_typing, run: deeds.filter },
		{ id: 'today.open', keys: ['o'], label: m.today_open, run: () => card && deeds.open(card), when: () => card !== null, bar: false },
		{ id: 'today.bill', keys: ['i'], label: m.billing_invoice_visit, run: () => card && deeds.bill(card), when: () => canBill(card) },
		{ id: 'today.book', keys: ['b'], label: m.booking_book, run: deeds.book },
		act('no_show', 'n', m.today_no_show),
		{ id: 'today.move', keys: ['m'], label: m.today_move, run: () => card && deeds.move(card), when: () => canMove(card) },
		act('complete', 'd', m.today_done),
		act('start', 's', m.today_start),
		act('check_in', 'c', m.today_check_in),
		{ id: 'today.lane', keys: ['arrowleft', 'arrowright'], label: m.today_lane, box: false, run: (event) => deeds.step(event?.key === 'ArrowLeft' ? 'left' : 'right'), when: () => today.view === 'board' },
		{ id: 'today.row', keys: ['arrowup', 'arrowdown'], label: m.today_row, box: false, run: (event) => deeds.step(event?.key === 'ArrowUp' ? 'up' : 'down') }
	];
}
