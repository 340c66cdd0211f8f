-- What comes from other systems: vaccines, procedures, care plans and findings in words, and which resource each row came from.

-- SNOMED CT code of a problem that came without an ICD-10-CM code; no licence-free map between the two exists.
ALTER TABLE problems ADD COLUMN snomed VARCHAR(20) NOT NULL DEFAULT '';

-- The resource that a figure came from: a changed one retires its rows.
ALTER TABLE observations ADD COLUMN imported_id BINARY(16);
CREATE INDEX observations_imported ON observations (imported_id);

-- What was observed in words, e.g. smoking; figures are in observations.
CREATE TABLE findings (
  id BINARY(16) NOT NULL PRIMARY KEY,
  patient_id BINARY(16) NOT NULL,
  imported_id BINARY(16),
  code VARCHAR(40) NOT NULL,
  name VARCHAR(160) NOT NULL,
  finding VARCHAR(400) NOT NULL,
  taken_at DATETIME(6) NOT NULL,
  retired BOOLEAN NOT NULL,
  recorded_by BINARY(16) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  CONSTRAINT findings_patient FOREIGN KEY (patient_id) REFERENCES patients (id)
);
CREATE INDEX findings_of ON findings (patient_id, retired, taken_at);
CREATE INDEX findings_imported ON findings (imported_id);

CREATE TABLE immunizations (
  id BINARY(16) NOT NULL PRIMARY KEY,
  patient_id BINARY(16) NOT NULL,
  document_id BINARY(16) NOT NULL,
  name VARCHAR(200) NOT NULL,
  code VARCHAR(20) NOT NULL,
  status VARCHAR(10) NOT NULL,
  given_on DATE,
  lot VARCHAR(60) NOT NULL,
  note VARCHAR(1000) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  version INT NOT NULL,
  CONSTRAINT immunizations_status CHECK (status IN ('given', 'not_given', 'refuted')),
  CONSTRAINT immunizations_patient FOREIGN KEY (patient_id) REFERENCES patients (id),
  CONSTRAINT immunizations_document FOREIGN KEY (document_id) REFERENCES documents (id)
);
CREATE INDEX immunizations_of ON immunizations (patient_id, given_on);

CREATE TABLE procedures (
  id BINARY(16) NOT NULL PRIMARY KEY,
  patient_id BINARY(16) NOT NULL,
  document_id BINARY(16) NOT NULL,
  name VARCHAR(400) NOT NULL,
  code VARCHAR(20) NOT NULL,
  status VARCHAR(10) NOT NULL,
  performed_on DATE,
  reason VARCHAR(400) NOT NULL,
  note VARCHAR(1000) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  version INT NOT NULL,
  CONSTRAINT procedures_status CHECK (status IN ('done', 'under_way', 'stopped', 'not_done', 'refuted')),
  CONSTRAINT procedures_patient FOREIGN KEY (patient_id) REFERENCES patients (id),
  CONSTRAINT procedures_document FOREIGN KEY (document_id) REFERENCES documents (id)
);
CREATE INDEX procedures_of ON procedures (patient_id, performed_on);

-- activities holds one a line.
CREATE TABLE care_plans (
  id BINARY(16) NOT NULL PRIMARY KEY,
  patient_id BINARY(16) NOT NULL,
  document_id BINARY(16) NOT NULL,
  title VARCHAR(400) NOT NULL,
  status VARCHAR(10) NOT NULL,
  started_on DATE,
  ended_on DATE,
  reason VARCHAR(400) NOT NULL,
  activities VARCHAR(2000) NOT NULL,
  note VARCHAR(1000) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  version INT NOT NULL,
  CONSTRAINT care_plans_status CHECK (status IN ('active', 'completed', 'stopped', 'refuted')),
  CONSTRAINT care_plans_patient FOREIGN KEY (patient_id) REFERENCES patients (id),
  CONSTRAINT care_plans_document FOREIGN KEY (document_id) REFERENCES documents (id)
);
CREATE INDEX care_plans_of ON care_plans (patient_id, status);

-- What other systems call a patient, e.g. a hospital's record number.
CREATE TABLE patient_identifiers (
  id BINARY(16) NOT NULL PRIMARY KEY,
  patient_id BINARY(16) NOT NULL,
  issuer VARCHAR(200) NOT NULL,
  identifier VARCHAR(100) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  CONSTRAINT patient_identifiers_one UNIQUE (issuer, identifier),
  CONSTRAINT patient_identifiers_patient FOREIGN KEY (patient_id) REFERENCES patients (id)
);
CREATE INDEX patient_identifiers_of ON patient_identifiers (patient_id);

-- A resource of another system and the row that it became: item_id is that row, none for figures and statements; document_id the
-- version that the import wrote, so that what a doctor changed since is left alone; sha256 tells whether the resource changed.
CREATE TABLE imported_resources (
  id BINARY(16) NOT NULL PRIMARY KEY,
  source VARCHAR(120) NOT NULL,
  kind VARCHAR(24) NOT NULL,
  resource_id VARCHAR(64) NOT NULL,
  patient_id BINARY(16) NOT NULL,
  item_id BINARY(16),
  document_id BINARY(16),
  sha256 BINARY(32) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  version INT NOT NULL,
  CONSTRAINT imported_resources_one UNIQUE (source, kind, resource_id),
  CONSTRAINT imported_resources_patient FOREIGN KEY (patient_id) REFERENCES patients (id)
);
CREATE INDEX imported_resources_of ON imported_resources (patient_id);
