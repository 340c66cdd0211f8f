import type { LabFlag } from '$lib/api/generated/LabFlag';
import type { RecordKind } from '$lib/api/generated/RecordKind';
import { m } from '$lib/paraglide/messages';

/* Words for what the core calls by code. */

export const recordKinds: Record<RecordKind, () => string> = {
	lab_report: m.records_kind_lab_report,
	imaging: m.records_kind_imaging,
	clinical_note: m.records_kind_clinical_note,
	prescription: m.records_kind_prescription,
	other: m.records_kind_other
};

export const flagNames: Record<LabFlag, () => string> = {
	none: () => '',
	normal: m.records_flag_normal,
	low: m.records_flag_low,
	high: m.records_flag_high,
	abnormal: m.records_flag_abnormal
};

/** Whether somebody should look at a result. */
export const isOut = (flag: LabFlag | null): boolean => flag === 'low' || flag === 'high' || flag === 'abnormal';
