import { describe, expect, test } from 'vitest';
import type { AppointmentState } from '$lib/features/scheduling/states';
import {
	boardLanes, firstSelected, late, longestWait, nextExpected, over, stepFrom, successor, urgency, waited, type BoardVisit
} from './board';

const at = (time: string) => `2026-11-24T${time}:00Z`;
const now = new Date(at('10:42'));

function visit(id: string, status: AppointmentState, start: string, more: Partial<BoardVisit> = {}): BoardVisit {
	const ends_at = new Date(Date.parse(at(start)) + 15 * 60_000).toISOString();
	return { id, status, starts_at: at(start), ends_at, checked_in_at: null, in_progress_at: null, ...more };
}

const day = [
	visit('late', 'confirmed', '10:00'),
	visit('later', 'scheduled', '11:30'),
	visit('next', 'confirmed', '10:45'),
	visit('w4', 'checked_in', '11:00', { checked_in_at: at('10:38') }),
	visit('w31', 'checked_in', '10:30', { checked_in_at: at('10:11') }),
	visit('in', 'in_progress', '10:25', { in_progress_at: at('10:24') }),
	visit('d1', 'completed', '09:00'),
	visit('gone', 'no_show', '09:45'),
	visit('off', 'cancelled', '09:30'),
	visit('moved', 'rescheduled', '09:30')
];
const board = boardLanes(day);
const ids = (visits: BoardVisit[]) => visits.map(({ id }) => id);

describe('lanes', () => {
	test('everyone who comes or came stands in one lane, in its order', () => {
		expect(ids(board.expected)).toEqual(['late', 'next', 'later']);
		expect(ids(board.arrived)).toEqual(['w31', 'w4']);
		expect(ids(board.with_doctor)).toEqual(['in']);
		expect(ids(board.done)).toEqual(['gone', 'd1']);
	});
});

describe('times', () => {
	test('a wait counts from arrival, not from the appointment', () => {
		expect(waited(board.arrived[0]!, now)).toBe(31);
		expect(longestWait(day, now)).toBe(31);
	});

	test('late and over count from the booked times, for those whom it concerns', () => {
		expect(late(board.expected[0]!, now)).toBe(42);
		expect(late(board.arrived[0]!, now)).toBe(0);
		expect(over(board.with_doctor[0]!, now)).toBe(2);
		expect(over(board.done[1]!, now)).toBe(0);
	});

	test('15 minutes are amber, 30 are red, and a location may choose others', () => {
		expect([0, 14, 15, 29, 30].map((minutes) => urgency(minutes))).toEqual(['calm', 'calm', 'soon', 'soon', 'now']);
		expect(urgency(21, { soon: 20, now: 40 })).toBe('soon');
	});
});

describe('selection', () => {
	test('starts with who is expected next, not with who is late', () => {
		expect(firstSelected(board, now)).toBe('next');
		expect(nextExpected(board.expected, new Date(at('18:00')))?.id).toBe('late');
	});

	test('arrows go through a lane and to the nearest lane with rows', () => {
		expect(stepFrom(board, 'next', 'down')).toBe('later');
		expect(stepFrom(board, 'later', 'down')).toBe('later');
		expect(stepFrom(board, 'later', 'right')).toBe('w4');
		expect(stepFrom({ ...board, arrived: [] }, 'later', 'right')).toBe('in');
		expect(stepFrom(board, 'late', 'left')).toBe('late');
		expect(stepFrom(board, null, 'down')).toBe('late');
	});

	test('the one that follows takes over when a row leaves', () => {
		const after = board.expected.filter(({ id }) => id !== 'next');
		expect(successor(board.expected, after, 'next')).toBe('later');
		expect(successor(board.expected, after.slice(0, 1), 'next')).toBe('late');
		expect(successor(board.expected, [], 'next')).toBeNull();
	});
});
