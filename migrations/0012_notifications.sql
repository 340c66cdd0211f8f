-- What a person is told: one row a recipient. The words are the screens'; here stand the kind and what fills its sentence.

CREATE TABLE notifications (
  id BINARY(16) NOT NULL PRIMARY KEY,
  recipient_id BINARY(16) NOT NULL,
  kind VARCHAR(30) NOT NULL,
  patient_id BINARY(16),
  subject_id BINARY(16),
  person VARCHAR(160) NOT NULL,
  detail VARCHAR(400) NOT NULL,
  seen_at DATETIME(6),
  expires_at DATETIME(6) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  CONSTRAINT notifications_recipient FOREIGN KEY (recipient_id) REFERENCES users (id),
  CONSTRAINT notifications_patient FOREIGN KEY (patient_id) REFERENCES patients (id)
);
CREATE INDEX notifications_of ON notifications (recipient_id, expires_at, created_at);
