-- Files, medical records and tasks.

-- A file of a chart: first an upload (open), then whole (complete), then filed under a document. Its content is in the document
-- store under the same id; `documents` registers it when it is filed. What is not filed is cancelled or swept, and its row goes.
CREATE TABLE files (
  id BINARY(16) NOT NULL PRIMARY KEY,
  patient_id BINARY(16) NOT NULL,
  user_id BINARY(16) NOT NULL,
  name VARCHAR(200) NOT NULL,
  media_type VARCHAR(100) NOT NULL,
  size BIGINT NOT NULL,
  sha256 BINARY(32),
  state VARCHAR(10) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  CONSTRAINT files_state CHECK (state IN ('open', 'complete', 'filed', 'cancelled')),
  CONSTRAINT files_whole CHECK (state IN ('open', 'cancelled') OR sha256 IS NOT NULL),
  CONSTRAINT files_size CHECK (size > 0),
  CONSTRAINT files_patient FOREIGN KEY (patient_id) REFERENCES patients (id),
  CONSTRAINT files_user FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX files_unfiled ON files (state, updated_at);

-- Which versions of notes and records a file is filed under.
CREATE TABLE file_links (
  document_id BINARY(16) NOT NULL,
  file_id BINARY(16) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  PRIMARY KEY (document_id, file_id),
  CONSTRAINT file_links_document FOREIGN KEY (document_id) REFERENCES documents (id),
  CONSTRAINT file_links_file FOREIGN KEY (file_id) REFERENCES documents (id)
);
CREATE INDEX file_links_of ON file_links (file_id);

-- A medical record; what it holds is the `medical_records` document, document_id its last version. Whose chart it belongs to
-- stands in `documents`.
CREATE TABLE records (
  id BINARY(16) NOT NULL PRIMARY KEY,
  document_id BINARY(16) NOT NULL,
  kind VARCHAR(20) NOT NULL,
  title VARCHAR(200) NOT NULL,
  recorded_on DATE NOT NULL,
  test_count INT NOT NULL,
  abnormal_count INT NOT NULL,
  file_count INT NOT NULL,
  follow_up_on DATE,
  author_id BINARY(16) NOT NULL,
  appointment_id BINARY(16),
  shared_at DATETIME(6),
  shared_by BINARY(16),
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  version INT NOT NULL,
  CONSTRAINT records_document_once UNIQUE (document_id),
  CONSTRAINT records_kind CHECK (kind IN ('prescription', 'lab_report', 'imaging', 'clinical_note', 'other')),
  CONSTRAINT records_shared CHECK ((shared_at IS NULL) = (shared_by IS NULL)),
  CONSTRAINT records_document FOREIGN KEY (document_id) REFERENCES documents (id),
  CONSTRAINT records_author FOREIGN KEY (author_id) REFERENCES users (id),
  CONSTRAINT records_appointment FOREIGN KEY (appointment_id) REFERENCES appointments (id)
);

-- Each version of a record: who wrote it, when, and why it took the place of the one before.
CREATE TABLE record_versions (
  document_id BINARY(16) NOT NULL PRIMARY KEY,
  record_id BINARY(16) NOT NULL,
  version INT NOT NULL,
  reason VARCHAR(400) NOT NULL,
  author_id BINARY(16) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  CONSTRAINT record_versions_once UNIQUE (record_id, version),
  CONSTRAINT record_versions_document FOREIGN KEY (document_id) REFERENCES documents (id),
  CONSTRAINT record_versions_record FOREIGN KEY (record_id) REFERENCES records (id),
  CONSTRAINT record_versions_author FOREIGN KEY (author_id) REFERENCES users (id)
);

-- What somebody has to see to by a day. One that a record asks for follows its versions.
CREATE TABLE tasks (
  id BINARY(16) NOT NULL PRIMARY KEY,
  kind VARCHAR(20) NOT NULL,
  patient_id BINARY(16) NOT NULL,
  record_id BINARY(16),
  owner_id BINARY(16) NOT NULL,
  due_on DATE NOT NULL,
  state VARCHAR(10) NOT NULL,
  done_at DATETIME(6),
  done_by BINARY(16),
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  version INT NOT NULL,
  CONSTRAINT tasks_kind CHECK (kind IN ('follow_up')),
  CONSTRAINT tasks_state CHECK (state IN ('open', 'done', 'withdrawn')),
  CONSTRAINT tasks_done CHECK ((state = 'done') = (done_at IS NOT NULL) AND (done_at IS NULL) = (done_by IS NULL)),
  CONSTRAINT tasks_patient FOREIGN KEY (patient_id) REFERENCES patients (id),
  CONSTRAINT tasks_record FOREIGN KEY (record_id) REFERENCES records (id),
  CONSTRAINT tasks_owner FOREIGN KEY (owner_id) REFERENCES users (id),
  CONSTRAINT tasks_done_by FOREIGN KEY (done_by) REFERENCES users (id)
);
CREATE INDEX tasks_open ON tasks (owner_id, state, due_on);
CREATE INDEX tasks_of_patient ON tasks (patient_id, state);
CREATE INDEX tasks_of_record ON tasks (record_id);
