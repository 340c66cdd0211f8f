// Written by `cargo test -p curanda-core export_bindings`. Do not edit.
import type { Avatar } from './Avatar';
import type { Candidate } from './Candidate';
import type { FindCandidates } from './FindCandidates';
import type { MergePatients } from './MergePatients';
import type { MergePreview } from './MergePreview';
import type { OpenPatient } from './OpenPatient';
import type { Patient } from './Patient';
import type { PatientContact } from './PatientContact';
import type { PatientHits } from './PatientHits';
import type { PatientRecord } from './PatientRecord';
import type { PatientRelative } from './PatientRelative';
import type { PreviewMerge } from './PreviewMerge';
import type { ReadTimeline } from './ReadTimeline';
import type { RegisterPatient } from './RegisterPatient';
import type { SaveContact } from './SaveContact';
import type { SavePatient } from './SavePatient';
import type { SaveRelative } from './SaveRelative';
import type { SearchPatients } from './SearchPatients';
import type { SetAvatar } from './SetAvatar';
import type { SetFavourite } from './SetFavourite';
import type { SetPatientStatus } from './SetPatientStatus';
import type { Timeline } from './Timeline';
import type { UndoMerge } from './UndoMerge';

/** Every command of the core. */
export interface Commands {
  'patients.search': { request: SearchPatients; response: PatientHits; changes: false };
  'patients.candidates': { request: FindCandidates; response: Array<Candidate>; changes: false };
  'patients.register': { request: RegisterPatient; response: Patient; changes: true };
  'patients.open': { request: OpenPatient; response: PatientRecord; changes: true };
  'patients.save': { request: SavePatient; response: Patient; changes: true };
  'patients.save_contact': { request: SaveContact; response: PatientContact; changes: true };
  'patients.save_relative': { request: SaveRelative; response: PatientRelative; changes: true };
  'patients.set_favourite': { request: SetFavourite; response: null; changes: true };
  'patients.set_status': { request: SetPatientStatus; response: Patient; changes: true };
  'patients.set_avatar': { request: SetAvatar; response: Patient; changes: true };
  'patients.avatar': { request: OpenPatient; response: Avatar | null; changes: false };
  'patients.timeline': { request: ReadTimeline; response: Timeline; changes: false };
  'patients.merge_preview': { request: PreviewMerge; response: MergePreview; changes: false };
  'patients.merge': { request: MergePatients; response: PatientRecord; changes: true };
  'patients.undo_merge': { request: UndoMerge; response: PatientRecord; changes: true };
}

export type CommandName = keyof Commands;
