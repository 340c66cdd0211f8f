-- Prescriptions: one row per prescription and per medicine, for lists, repeats and checks. What was written is the `prescriptions`
-- document; document_id is its last version.

CREATE TABLE prescriptions (
  id BINARY(16) NOT NULL PRIMARY KEY,
  prescription_number VARCHAR(20) NOT NULL,
  patient_id BINARY(16) NOT NULL,
  doctor_id BINARY(16) NOT NULL,
  location_id BINARY(16),
  appointment_id BINARY(16),
  document_id BINARY(16) NOT NULL,
  issued_on DATE NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  version INT NOT NULL,
  CONSTRAINT prescriptions_number UNIQUE (prescription_number),
  CONSTRAINT prescriptions_patient FOREIGN KEY (patient_id) REFERENCES patients (id),
  CONSTRAINT prescriptions_doctor FOREIGN KEY (doctor_id) REFERENCES doctors (id),
  CONSTRAINT prescriptions_location FOREIGN KEY (location_id) REFERENCES locations (id),
  CONSTRAINT prescriptions_appointment FOREIGN KEY (appointment_id) REFERENCES appointments (id),
  CONSTRAINT prescriptions_document FOREIGN KEY (document_id) REFERENCES documents (id)
);
CREATE INDEX prescriptions_of ON prescriptions (patient_id, created_at);

CREATE TABLE prescription_items (
  id BINARY(16) NOT NULL PRIMARY KEY,
  prescription_id BINARY(16) NOT NULL,
  patient_id BINARY(16) NOT NULL,
  medication_id BINARY(16) NOT NULL,
  item_position SMALLINT NOT NULL,
  ingredient VARCHAR(120) NOT NULL,
  form VARCHAR(20) NOT NULL,
  route VARCHAR(20) NOT NULL,
  strength VARCHAR(80) NOT NULL,
  name VARCHAR(200) NOT NULL,
  sig VARCHAR(600) NOT NULL,
  sentence VARCHAR(1200) NOT NULL,
  starts_on DATE NOT NULL,
  ends_on DATE,
  refills_allowed SMALLINT NOT NULL,
  refills_left SMALLINT NOT NULL,
  state VARCHAR(10) NOT NULL,
  stopped_on DATE,
  stop_kind VARCHAR(12),
  stop_reason VARCHAR(400) NOT NULL,
  replaces BINARY(16),
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  version INT NOT NULL,
  CONSTRAINT prescription_items_state CHECK (state IN ('active', 'stopped')),
  CONSTRAINT prescription_items_stopped CHECK ((state = 'stopped') = (stopped_on IS NOT NULL)),
  CONSTRAINT prescription_items_stop CHECK (stop_kind IN ('stopped', 'renewed', 'substituted')),
  CONSTRAINT prescription_items_refills CHECK (refills_left BETWEEN 0 AND refills_allowed),
  CONSTRAINT prescription_items_prescription FOREIGN KEY (prescription_id) REFERENCES prescriptions (id),
  CONSTRAINT prescription_items_patient FOREIGN KEY (patient_id) REFERENCES patients (id),
  CONSTRAINT prescription_items_medication FOREIGN KEY (medication_id) REFERENCES medications (id),
  CONSTRAINT prescription_items_replaces FOREIGN KEY (replaces) REFERENCES prescription_items (id)
);
CREATE INDEX prescription_items_of ON prescription_items (patient_id, state);
CREATE INDEX prescription_items_in ON prescription_items (prescription_id, item_position);

-- Warnings that were kept with a reason, and the list that gave them.
CREATE TABLE prescription_answers (
  id BINARY(16) NOT NULL PRIMARY KEY,
  prescription_id BINARY(16) NOT NULL,
  warning_key VARCHAR(400) NOT NULL,
  kind VARCHAR(20) NOT NULL,
  severity VARCHAR(20) NOT NULL,
  reason VARCHAR(400) NOT NULL,
  list_name VARCHAR(20) NOT NULL,
  list_version VARCHAR(40) NOT NULL,
  list_date DATE,
  answered_by BINARY(16) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  CONSTRAINT prescription_answers_severity CHECK (severity IN ('contraindicated', 'major', 'moderate')),
  CONSTRAINT prescription_answers_of FOREIGN KEY (prescription_id) REFERENCES prescriptions (id)
);
CREATE INDEX prescription_answers_in ON prescription_answers (prescription_id);

-- Lists that a clinic brought along: they add to those of the program. The last one of a name counts.
CREATE TABLE safety_lists (
  id BINARY(16) NOT NULL PRIMARY KEY,
  list_name VARCHAR(20) NOT NULL,
  list_version VARCHAR(40) NOT NULL,
  list_date DATE NOT NULL,
  source VARCHAR(400) NOT NULL,
  row_count INT NOT NULL,
  content LONGTEXT NOT NULL,
  imported_by BINARY(16) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  CONSTRAINT safety_lists_name CHECK (list_name IN ('formulary', 'classes', 'synonyms', 'allergies', 'cautions', 'interactions'))
);
CREATE INDEX safety_lists_last ON safety_lists (list_name, created_at);
