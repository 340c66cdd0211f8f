-- Visits that other systems tell of: they hold no time of a doctor, a room or a patient here. A corrected one is retired, never changed.
CREATE TABLE past_visits (
  id BINARY(16) NOT NULL PRIMARY KEY,
  patient_id BINARY(16) NOT NULL,
  imported_id BINARY(16),
  starts_at DATETIME(6) NOT NULL,
  ends_at DATETIME(6),
  day_only BOOLEAN NOT NULL,
  kind VARCHAR(12) NOT NULL,
  cancelled BOOLEAN NOT NULL,
  name VARCHAR(400) NOT NULL,
  reason VARCHAR(400) NOT NULL,
  seen_by VARCHAR(400) NOT NULL,
  retired BOOLEAN NOT NULL,
  recorded_by BINARY(16) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  CONSTRAINT past_visits_kind CHECK (kind IN ('visit', 'follow_up', 'emergency', 'inpatient', 'home', 'remote')),
  CONSTRAINT past_visits_patient FOREIGN KEY (patient_id) REFERENCES patients (id)
);
CREATE INDEX past_visits_of ON past_visits (patient_id, retired, starts_at);
CREATE INDEX past_visits_imported ON past_visits (imported_id);

-- What the timeline shows of an addendum: its first line; nothing of one that is locked.
ALTER TABLE note_addenda ADD COLUMN summary VARCHAR(200) NOT NULL DEFAULT '';
