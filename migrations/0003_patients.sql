-- People the clinic cares for.

CREATE TABLE patients (
  id BINARY(16) NOT NULL PRIMARY KEY,
  user_id BINARY(16),
  chart_number VARCHAR(20) NOT NULL,
  first_name VARCHAR(100) NOT NULL,
  middle_name VARCHAR(100) NOT NULL,
  last_name VARCHAR(100) NOT NULL,
  preferred_name VARCHAR(100) NOT NULL,
  date_of_birth DATE NOT NULL,
  sex VARCHAR(20) NOT NULL,
  gender VARCHAR(60) NOT NULL,
  phone VARCHAR(32) NOT NULL,
  email VARCHAR(254) NOT NULL,
  street VARCHAR(200) NOT NULL,
  city VARCHAR(120) NOT NULL,
  state VARCHAR(120) NOT NULL,
  postal_code VARCHAR(20) NOT NULL,
  country VARCHAR(2) NOT NULL,
  languages LONGTEXT NOT NULL,
  blood_type VARCHAR(8) NOT NULL,
  insurance_provider VARCHAR(160) NOT NULL,
  policy_number VARCHAR(80) NOT NULL,
  desk_note VARCHAR(1000) NOT NULL,
  consent_treatment BOOLEAN NOT NULL,
  consent_reminders BOOLEAN NOT NULL,
  consent_sharing BOOLEAN NOT NULL,
  status VARCHAR(10) NOT NULL,
  merged_into BINARY(16),
  deceased_on DATE,
  avatar_file_id BINARY(16),
  home_location_id BINARY(16),
  last_seen_at DATETIME(6),
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  version INT NOT NULL,
  CONSTRAINT patients_chart_number UNIQUE (chart_number),
  CONSTRAINT patients_user_once UNIQUE (user_id),
  CONSTRAINT patients_sex CHECK (sex IN ('female', 'male', 'other', 'prefer_not_to_say', 'unknown')),
  CONSTRAINT patients_blood CHECK (blood_type IN ('A+', 'A-', 'B+', 'B-', 'AB+', 'AB-', 'O+', 'O-', 'unknown')),
  CONSTRAINT patients_status CHECK (status IN ('active', 'inactive', 'deceased', 'merged')),
  CONSTRAINT patients_merged CHECK ((status = 'merged') = (merged_into IS NOT NULL)),
  CONSTRAINT patients_user FOREIGN KEY (user_id) REFERENCES users (id),
  CONSTRAINT patients_merged_into FOREIGN KEY (merged_into) REFERENCES patients (id),
  CONSTRAINT patients_avatar FOREIGN KEY (avatar_file_id) REFERENCES documents (id),
  CONSTRAINT patients_home FOREIGN KEY (home_location_id) REFERENCES locations (id)
);

-- Who was here lately comes first among people of one name.
CREATE INDEX patients_last_seen ON patients (last_seen_at);

CREATE TABLE patient_contacts (
  id BINARY(16) NOT NULL PRIMARY KEY,
  patient_id BINARY(16) NOT NULL,
  name VARCHAR(200) NOT NULL,
  relationship VARCHAR(60) NOT NULL,
  phone VARCHAR(32) NOT NULL,
  active BOOLEAN NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  CONSTRAINT patient_contacts_patient FOREIGN KEY (patient_id) REFERENCES patients (id)
);
CREATE INDEX patient_contacts_of ON patient_contacts (patient_id);

-- Family members; one who is a patient too links to that chart.
CREATE TABLE patient_relatives (
  id BINARY(16) NOT NULL PRIMARY KEY,
  patient_id BINARY(16) NOT NULL,
  relative_patient_id BINARY(16),
  relationship VARCHAR(60) NOT NULL,
  name VARCHAR(200) NOT NULL,
  date_of_birth DATE,
  sex VARCHAR(20) NOT NULL,
  phone VARCHAR(32) NOT NULL,
  history VARCHAR(2000) NOT NULL,
  active BOOLEAN NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  CONSTRAINT patient_relatives_sex CHECK (sex IN ('female', 'male', 'other', 'prefer_not_to_say', 'unknown')),
  CONSTRAINT patient_relatives_patient FOREIGN KEY (patient_id) REFERENCES patients (id),
  CONSTRAINT patient_relatives_link FOREIGN KEY (relative_patient_id) REFERENCES patients (id)
);
CREATE INDEX patient_relatives_of ON patient_relatives (patient_id);
CREATE INDEX patient_relatives_linked ON patient_relatives (relative_patient_id);

CREATE TABLE favorite_doctors (
  patient_id BINARY(16) NOT NULL,
  doctor_id BINARY(16) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  PRIMARY KEY (patient_id, doctor_id),
  CONSTRAINT favorite_doctors_patient FOREIGN KEY (patient_id) REFERENCES patients (id),
  CONSTRAINT favorite_doctors_doctor FOREIGN KEY (doctor_id) REFERENCES doctors (id)
);

-- One row per merge, with what it moved, so that it can be undone without loss.
CREATE TABLE patient_merges (
  id BINARY(16) NOT NULL PRIMARY KEY,
  survivor_id BINARY(16) NOT NULL,
  merged_id BINARY(16) NOT NULL,
  moved LONGTEXT NOT NULL,
  reason VARCHAR(400) NOT NULL,
  merged_by BINARY(16) NOT NULL,
  undone_at DATETIME(6),
  undone_by BINARY(16),
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  CONSTRAINT patient_merges_survivor FOREIGN KEY (survivor_id) REFERENCES patients (id),
  CONSTRAINT patient_merges_merged FOREIGN KEY (merged_id) REFERENCES patients (id)
);
CREATE INDEX patient_merges_survivor_of ON patient_merges (survivor_id);
CREATE INDEX patient_merges_merged_of ON patient_merges (merged_id);

-- What was done to a record, for its timeline; the audit log holds the lasting proof.
CREATE TABLE patient_events (
  id BINARY(16) NOT NULL PRIMARY KEY,
  patient_id BINARY(16) NOT NULL,
  action VARCHAR(20) NOT NULL,
  fields LONGTEXT NOT NULL,
  reason VARCHAR(400) NOT NULL,
  merge_id BINARY(16),
  actor_id BINARY(16),
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  CONSTRAINT patient_events_action CHECK (action IN ('registered', 'edited', 'status', 'contact', 'relative', 'favourite', 'avatar', 'merged', 'merge_undone')),
  CONSTRAINT patient_events_patient FOREIGN KEY (patient_id) REFERENCES patients (id),
  CONSTRAINT patient_events_merge FOREIGN KEY (merge_id) REFERENCES patient_merges (id)
);
CREATE INDEX patient_events_of ON patient_events (patient_id, created_at);
