-- Notes: work that is not signed yet, signed notes with their versions and addenda, templates and phrases.

-- Unsigned work of one person on one subject, so that it follows to another workstation. A draft that was signed, discarded or
-- merged into another keeps its row; open_mark is 1 while it is open and NULL afterwards, so that one is open at a time.
CREATE TABLE drafts (
  id BINARY(16) NOT NULL PRIMARY KEY,
  user_id BINARY(16) NOT NULL,
  subject VARCHAR(80) NOT NULL,
  open_mark INT,
  patient_id BINARY(16) NOT NULL,
  appointment_id BINARY(16),
  amends BINARY(16),
  body LONGTEXT NOT NULL,
  revision INT NOT NULL,
  base_revision INT NOT NULL,
  merged BOOLEAN NOT NULL,
  workstation_id BINARY(16) NOT NULL,
  workstation_name VARCHAR(60) NOT NULL,
  state VARCHAR(10) NOT NULL,
  merged_into BINARY(16),
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  CONSTRAINT drafts_one_open UNIQUE (user_id, subject, open_mark),
  CONSTRAINT drafts_state CHECK (state IN ('open', 'signed', 'discarded', 'merged')),
  CONSTRAINT drafts_open CHECK ((state = 'open') = (open_mark IS NOT NULL)),
  CONSTRAINT drafts_merged CHECK ((state = 'merged') = (merged_into IS NOT NULL)),
  CONSTRAINT drafts_user FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT drafts_patient FOREIGN KEY (patient_id) REFERENCES patients (id),
  CONSTRAINT drafts_appointment FOREIGN KEY (appointment_id) REFERENCES appointments (id),
  CONSTRAINT drafts_into FOREIGN KEY (merged_into) REFERENCES drafts (id)
);
CREATE INDEX drafts_of_patient ON drafts (patient_id, state);

-- A signed note; its id is that of the draft it grew from, so that no draft can be signed twice.
CREATE TABLE notes (
  id BINARY(16) NOT NULL PRIMARY KEY,
  document_id BINARY(16) NOT NULL,
  kind VARCHAR(10) NOT NULL,
  summary VARCHAR(200) NOT NULL,
  author_id BINARY(16) NOT NULL,
  appointment_id BINARY(16),
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  version INT NOT NULL,
  CONSTRAINT notes_document_once UNIQUE (document_id),
  CONSTRAINT notes_kind CHECK (kind IN ('soap', 'free')),
  CONSTRAINT notes_document FOREIGN KEY (document_id) REFERENCES documents (id),
  CONSTRAINT notes_author FOREIGN KEY (author_id) REFERENCES users (id),
  CONSTRAINT notes_appointment FOREIGN KEY (appointment_id) REFERENCES appointments (id)
);

-- Each signed version: who signed what, when, and why it took the place of the one before.
CREATE TABLE note_versions (
  document_id BINARY(16) NOT NULL PRIMARY KEY,
  note_id BINARY(16) NOT NULL,
  version INT NOT NULL,
  reason VARCHAR(400) NOT NULL,
  signed_by BINARY(16) NOT NULL,
  signed_at DATETIME(6) NOT NULL,
  sha256 BINARY(32) NOT NULL,
  cosigned_by BINARY(16),
  cosigned_at DATETIME(6),
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  CONSTRAINT note_versions_once UNIQUE (note_id, version),
  CONSTRAINT note_versions_cosigned CHECK ((cosigned_by IS NULL) = (cosigned_at IS NULL)),
  CONSTRAINT note_versions_second CHECK (cosigned_by IS NULL OR cosigned_by <> signed_by),
  CONSTRAINT note_versions_note FOREIGN KEY (note_id) REFERENCES notes (id),
  CONSTRAINT note_versions_document FOREIGN KEY (document_id) REFERENCES documents (id),
  CONSTRAINT note_versions_signer FOREIGN KEY (signed_by) REFERENCES users (id),
  CONSTRAINT note_versions_cosigner FOREIGN KEY (cosigned_by) REFERENCES users (id)
);

-- What was added to a signed note later; the note itself stays as it was signed.
CREATE TABLE note_addenda (
  document_id BINARY(16) NOT NULL PRIMARY KEY,
  note_id BINARY(16) NOT NULL,
  signed_by BINARY(16) NOT NULL,
  signed_at DATETIME(6) NOT NULL,
  sha256 BINARY(32) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  CONSTRAINT note_addenda_note FOREIGN KEY (note_id) REFERENCES notes (id),
  CONSTRAINT note_addenda_document FOREIGN KEY (document_id) REFERENCES documents (id),
  CONSTRAINT note_addenda_signer FOREIGN KEY (signed_by) REFERENCES users (id)
);
CREATE INDEX note_addenda_of ON note_addenda (note_id, signed_at);

-- Whole notes to start from, and phrases typed after a slash.
CREATE TABLE note_templates (
  id BINARY(16) NOT NULL PRIMARY KEY,
  owner_id BINARY(16) NOT NULL,
  shared BOOLEAN NOT NULL,
  kind VARCHAR(10) NOT NULL,
  name VARCHAR(80) NOT NULL,
  shortcut VARCHAR(30) NOT NULL,
  body LONGTEXT NOT NULL,
  active BOOLEAN NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  version INT NOT NULL,
  CONSTRAINT note_templates_kind CHECK (kind IN ('template', 'phrase')),
  CONSTRAINT note_templates_owner FOREIGN KEY (owner_id) REFERENCES users (id)
);
CREATE INDEX note_templates_of ON note_templates (owner_id, active);
CREATE INDEX note_templates_shared ON note_templates (shared, active);
