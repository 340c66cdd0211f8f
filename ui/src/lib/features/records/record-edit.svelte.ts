import type { LabTest } from '$lib/api/generated/LabTest';
import type { RecordContent } from '$lib/api/generated/RecordContent';
import type { RecordView } from '$lib/api/generated/RecordView';
import { Write } from '$lib/api/queries.svelte';
import { fieldTexts } from '$lib/i18n/errors';
import { today } from '$lib/i18n/format';

export const emptyTest = (): LabTest => ({ name: '', loinc: '', value: '', unit: '', range: '', flag: null, taken_on: null });
const isEmpty = (test: LabTest) => [test.name, test.loinc, test.value, test.unit, test.range].every((text) => text.trim() === '') && test.taken_on === null;

/** A record being written, or a version being amended. */
export class RecordEdit {
	readonly content: RecordContent = $state({
		kind: 'lab_report', title: '', recorded_on: today(), description: '', diagnosis: '', treatment: '', tests: [], files: [], follow_up_on: null, privacy: 'standard'
	});
	reason = $state('');
	readonly write = new Write('records.save');

	/** One row more than was typed, so that there is always one to type in. */
	readonly rows = $derived.by(() => {
		const { tests } = this.content;
		return tests.length === 0 || !isEmpty(tests.at(-1)!) ? [...tests, null] : [...tests];
	});

	#empty: string;

	constructor(readonly patientId: string, readonly appointmentId: string | null, readonly amended: RecordView | null) {
		if (amended !== null) this.#take(amended);
		this.#empty = JSON.stringify(this.content);
	}

	#take(amended: RecordView): void {
		Object.assign(this.content, JSON.parse(JSON.stringify(amended.content)));
		// A flag that follows from value and range is told anew; one that only the laboratory can have stated stays.
		for (const test of this.content.tests) if (test.range !== '' && test.flag !== 'abnormal') test.flag = null;
	}

	/** Whether something was typed. */
	get begun(): boolean {
		return this.reason !== '' || JSON.stringify(this.content) !== this.#empty;
	}

	/** Wrong fields by name. Rows left empty between others are not sent, so their numbers are those of the screen. */
	get errors(): Record<string, string> {
		return fieldTexts(this.write.error);
	}

	/** A row, made when the last one is typed into. */
	test(index: number): LabTest {
		while (this.content.tests.length <= index) this.content.tests.push(emptyTest());
		return this.content.tests[index]!;
	}

	removeTest(index: number): void {
		this.content.tests.splice(index, 1);
	}

	/** What was kept; undefined when it was refused. */
	async save() {
		this.content.tests = this.content.tests.filter((test) => !isEmpty(test));
		return this.write.attempt({
			id: this.amended?.head.id ?? null,
			patient_id: this.patientId,
			appointment_id: this.appointmentId,
			amends: this.amended?.document_id ?? null,
			reason: this.reason,
			content: $state.snapshot(this.content)
		});
	}
}
