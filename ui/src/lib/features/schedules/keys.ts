import type { ExceptionKind } from '$lib/api/generated/ExceptionKind';
import type { KeyCommand } from '$lib/keys';
import { m } from '$lib/paraglide/messages';

interface Actions {
	mayEdit: boolean;
	step: (by: number) => void;
	addRow: () => void;
	addException: (kind: ExceptionKind) => void;
}

/** The keys of the screen; those that change something only for those who may. */
export function scheduleKeys({ mayEdit, step, addRow, addException }: Actions): KeyCommand[] {
	const when = () => mayEdit;
	return [
		{ id: 'schedules.previous', keys: ['['], label: m.schedules_previous_doctor, run: () => step(-1), box: false },
		{ id: 'schedules.next', keys: [']'], label: m.schedules_next_doctor, run: () => step(1), box: false },
		{ id: 'schedules.add', keys: ['n'], label: m.schedules_new_row, run: addRow, when },
		{ id: 'schedules.leave', keys: ['l'], label: m.schedules_add_leave, run: () => addException('leave'), when },
		{ id: 'schedules.holiday', keys: ['h'], label: m.schedules_add_holiday, run: () => addException('holiday'), when },
		{ id: 'schedules.extra', keys: ['x'], label: m.schedules_add_extra, run: () => addException('extra'), when }
	];
}
