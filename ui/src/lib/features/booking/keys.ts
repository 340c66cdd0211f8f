import type { KeyCommand } from '$lib/keys';
import { m } from '$lib/paraglide/messages';
import type { Booking } from './booking.svelte';

export interface BookingDeeds {
	take: () => void;
	register: () => void;
	overbook: () => void;
	service: () => void;
	doctor: () => void;
}

/** The keys of the panel: first they choose the patient, then the time. The search field answers its own arrows and Enter. */
export function bookingKeys(booking: Booking, deeds: BookingDeeds): KeyCommand[] {
	const finding = () => booking.finder.taken === null;
	const choosing = () => booking.finder.taken !== null;
	const found = () => finding() && booking.finder.hits.length > 0;
	const times = () => booking.openings.length > 0;
	const arrows = (id: string, when: () => boolean, move: (by: 1 | -1) => void): KeyCommand => ({
		id, keys: ['arrowup', 'arrowdown'], label: m.booking_choose, box: false, when,
		run: (event) => move(event?.key === 'ArrowUp' ? -1 : 1)
	});
	return [
		{ id: 'booking.close', keys: ['escape'], label: m.common_close, box: false, run: () => booking.close() },
		{ id: 'booking.overbook', keys: ['alt+x'], label: m.booking_overbook, box: false, bar: false, when: () => booking.error !== null, run: deeds.overbook },
		{ id: 'booking.register', keys: ['ctrl+enter'], label: m.booking_register_short, box: false, when: () => finding() && booking.finder.text.trim() !== '', run: deeds.register },
		{ id: 'booking.doctor', keys: ['alt+d'], label: m.booking_doctor, box: false, bar: false, run: deeds.doctor },
		{ id: 'booking.service', keys: ['alt+s'], label: m.booking_service, box: false, bar: false, run: deeds.service },
		{ id: 'booking.earlier', keys: ['pageup'], label: m.booking_earlier, box: false, bar: false, when: () => booking.canGoBack, run: () => booking.earlier() },
		{ id: 'booking.later', keys: ['pagedown'], label: m.booking_later, box: false, when: times, run: () => booking.later() },
		...[1, 2, 3, 4].map((number) => ({
			id: `booking.${number}`, keys: [String(number)], label: m.booking_opening, box: false, bar: number === 1,
			when: () => times() && number <= booking.openings.length, run: () => booking.choose(number - 1)
		})),
		{ id: 'booking.book', keys: ['enter'], label: () => (booking.moving ? m.booking_move() : m.booking_book()), box: false, when: () => choosing() && times(), run: () => void booking.submit() },
		{ id: 'booking.take', keys: ['enter'], label: m.booking_take, box: false, when: found, run: deeds.take },
		arrows('booking.times', () => choosing() && times(), (by) => booking.choose(booking.chosen + by)),
		arrows('booking.hits', found, (by) => booking.finder.mark(by))
	];
}
