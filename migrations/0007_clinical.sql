-- The chart: what stands now, one row each. Every version of a row is a `patient_history` document that `documents` registers;
-- header and safety checks read these rows alone, so they work when the document store is away.

CREATE TABLE allergies (
  id BINARY(16) NOT NULL PRIMARY KEY,
  patient_id BINARY(16) NOT NULL,
  document_id BINARY(16) NOT NULL,
  kind VARCHAR(10) NOT NULL,
  substance VARCHAR(200) NOT NULL,
  code VARCHAR(60) NOT NULL,
  reaction VARCHAR(400) NOT NULL,
  severity VARCHAR(10) NOT NULL,
  status VARCHAR(10) NOT NULL,
  onset_on DATE,
  note VARCHAR(1000) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  version INT NOT NULL,
  CONSTRAINT allergies_kind CHECK (kind IN ('substance', 'class')),
  CONSTRAINT allergies_severity CHECK (severity IN ('mild', 'moderate', 'severe')),
  CONSTRAINT allergies_status CHECK (status IN ('active', 'resolved', 'refuted')),
  CONSTRAINT allergies_patient FOREIGN KEY (patient_id) REFERENCES patients (id),
  CONSTRAINT allergies_document FOREIGN KEY (document_id) REFERENCES documents (id)
);
CREATE INDEX allergies_of ON allergies (patient_id, status);

-- "None known" is said by somebody on a day; the last row counts.
CREATE TABLE allergy_statements (
  id BINARY(16) NOT NULL PRIMARY KEY,
  patient_id BINARY(16) NOT NULL,
  none_known BOOLEAN NOT NULL,
  stated_by BINARY(16) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  CONSTRAINT allergy_statements_patient FOREIGN KEY (patient_id) REFERENCES patients (id)
);
CREATE INDEX allergy_statements_of ON allergy_statements (patient_id, created_at);

CREATE TABLE problems (
  id BINARY(16) NOT NULL PRIMARY KEY,
  patient_id BINARY(16) NOT NULL,
  document_id BINARY(16) NOT NULL,
  code VARCHAR(10) NOT NULL,
  description VARCHAR(400) NOT NULL,
  status VARCHAR(10) NOT NULL,
  onset_on DATE,
  resolved_on DATE,
  note VARCHAR(1000) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  version INT NOT NULL,
  CONSTRAINT problems_status CHECK (status IN ('active', 'resolved', 'refuted')),
  CONSTRAINT problems_patient FOREIGN KEY (patient_id) REFERENCES patients (id),
  CONSTRAINT problems_document FOREIGN KEY (document_id) REFERENCES documents (id)
);
CREATE INDEX problems_of ON problems (patient_id, status);

-- What the patient takes; prescription_id is the document that started it, none when it came from elsewhere.
CREATE TABLE medications (
  id BINARY(16) NOT NULL PRIMARY KEY,
  patient_id BINARY(16) NOT NULL,
  document_id BINARY(16) NOT NULL,
  prescription_id BINARY(16),
  name VARCHAR(200) NOT NULL,
  code VARCHAR(60) NOT NULL,
  dose VARCHAR(400) NOT NULL,
  status VARCHAR(10) NOT NULL,
  started_on DATE,
  ended_on DATE,
  note VARCHAR(1000) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  version INT NOT NULL,
  CONSTRAINT medications_status CHECK (status IN ('active', 'stopped', 'refuted')),
  CONSTRAINT medications_patient FOREIGN KEY (patient_id) REFERENCES patients (id),
  CONSTRAINT medications_document FOREIGN KEY (document_id) REFERENCES documents (id),
  CONSTRAINT medications_prescription FOREIGN KEY (prescription_id) REFERENCES documents (id)
);
CREATE INDEX medications_of ON medications (patient_id, status);

-- Family and past history; relationship says whose, for the family's.
CREATE TABLE histories (
  id BINARY(16) NOT NULL PRIMARY KEY,
  patient_id BINARY(16) NOT NULL,
  document_id BINARY(16) NOT NULL,
  kind VARCHAR(10) NOT NULL,
  relationship VARCHAR(60) NOT NULL,
  code VARCHAR(10) NOT NULL,
  description VARCHAR(400) NOT NULL,
  status VARCHAR(10) NOT NULL,
  onset_on DATE,
  note VARCHAR(1000) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  version INT NOT NULL,
  CONSTRAINT histories_kind CHECK (kind IN ('past', 'surgery', 'family', 'social')),
  CONSTRAINT histories_status CHECK (status IN ('active', 'refuted')),
  CONSTRAINT histories_patient FOREIGN KEY (patient_id) REFERENCES patients (id),
  CONSTRAINT histories_document FOREIGN KEY (document_id) REFERENCES documents (id)
);
CREATE INDEX histories_of ON histories (patient_id, status);

-- One measured figure. A corrected one is retired, never changed; document_id is the note or report it came with.
CREATE TABLE observations (
  id BINARY(16) NOT NULL PRIMARY KEY,
  patient_id BINARY(16) NOT NULL,
  document_id BINARY(16),
  code VARCHAR(40) NOT NULL,
  name VARCHAR(160) NOT NULL,
  value DOUBLE NOT NULL,
  unit VARCHAR(30) NOT NULL,
  taken_at DATETIME(6) NOT NULL,
  reference_low DOUBLE,
  reference_high DOUBLE,
  flag VARCHAR(10) NOT NULL,
  retired BOOLEAN NOT NULL,
  recorded_by BINARY(16) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  CONSTRAINT observations_flag CHECK (flag IN ('none', 'normal', 'low', 'high')),
  CONSTRAINT observations_patient FOREIGN KEY (patient_id) REFERENCES patients (id),
  CONSTRAINT observations_document FOREIGN KEY (document_id) REFERENCES documents (id)
);
CREATE INDEX observations_series ON observations (patient_id, code, retired, taken_at);
CREATE INDEX observations_of_document ON observations (document_id);

CREATE TABLE icd10_favourites (
  user_id BINARY(16) NOT NULL,
  code VARCHAR(10) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  PRIMARY KEY (user_id, code),
  CONSTRAINT icd10_favourites_user FOREIGN KEY (user_id) REFERENCES users (id)
);

-- Locked documents opened with a stated reason outside the treating relation; an admin looks at each.
CREATE TABLE break_glass (
  id BINARY(16) NOT NULL PRIMARY KEY,
  patient_id BINARY(16) NOT NULL,
  user_id BINARY(16) NOT NULL,
  reason VARCHAR(400) NOT NULL,
  valid_until DATETIME(6) NOT NULL,
  reviewed_by BINARY(16),
  reviewed_at DATETIME(6),
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  CONSTRAINT break_glass_patient FOREIGN KEY (patient_id) REFERENCES patients (id),
  CONSTRAINT break_glass_user FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX break_glass_of ON break_glass (user_id, patient_id, valid_until);
CREATE INDEX break_glass_open ON break_glass (reviewed_at, created_at);
