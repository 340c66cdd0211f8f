-- Appointments, and the rows with which the database itself refuses an overlap.

CREATE TABLE appointment_series (
  id BINARY(16) NOT NULL PRIMARY KEY,
  every_weeks SMALLINT NOT NULL,
  weekdays SMALLINT NOT NULL,
  until_on DATE,
  occurrences SMALLINT,
  created_by BINARY(16) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  CONSTRAINT appointment_series_every CHECK (every_weeks BETWEEN 1 AND 52)
);

CREATE TABLE appointments (
  id BINARY(16) NOT NULL PRIMARY KEY,
  patient_id BINARY(16) NOT NULL,
  doctor_id BINARY(16) NOT NULL,
  location_id BINARY(16) NOT NULL,
  room_id BINARY(16),
  service_id BINARY(16),
  series_id BINARY(16),
  starts_at DATETIME(6) NOT NULL,
  ends_at DATETIME(6) NOT NULL,
  local_day DATE NOT NULL,
  lane SMALLINT NOT NULL,
  kind VARCHAR(20) NOT NULL,
  visit_mode VARCHAR(10) NOT NULL,
  status VARCHAR(20) NOT NULL,
  reason VARCHAR(400) NOT NULL,
  symptoms LONGTEXT NOT NULL,
  purpose VARCHAR(400) NOT NULL,
  notes VARCHAR(2000) NOT NULL,
  queue_number INT,
  rescheduled_from BINARY(16),
  cancelled_by VARCHAR(10),
  cancel_reason VARCHAR(400),
  overbook_reason VARCHAR(400),
  reminder_sent BOOLEAN NOT NULL,
  confirmation_sent BOOLEAN NOT NULL,
  checked_in_at DATETIME(6),
  in_progress_at DATETIME(6),
  completed_at DATETIME(6),
  archived BOOLEAN NOT NULL,
  created_by BINARY(16) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  version INT NOT NULL,
  CONSTRAINT appointments_span CHECK (ends_at > starts_at),
  CONSTRAINT appointments_kind CHECK (kind IN ('consultation', 'follow_up', 'emergency')),
  CONSTRAINT appointments_mode CHECK (visit_mode IN ('in_person', 'online')),
  CONSTRAINT appointments_status CHECK (status IN ('scheduled', 'confirmed', 'checked_in', 'in_progress', 'completed', 'cancelled', 'no_show', 'rescheduled')),
  CONSTRAINT appointments_cancelled_by CHECK (cancelled_by IN ('patient', 'doctor', 'location', 'admin', 'system')),
  CONSTRAINT appointments_cancelled CHECK (status <> 'cancelled' OR cancelled_by IS NOT NULL),
  CONSTRAINT appointments_overbook CHECK (lane = 0 OR overbook_reason IS NOT NULL),
  CONSTRAINT appointments_patient FOREIGN KEY (patient_id) REFERENCES patients (id),
  CONSTRAINT appointments_doctor FOREIGN KEY (doctor_id) REFERENCES doctors (id),
  CONSTRAINT appointments_location FOREIGN KEY (location_id) REFERENCES locations (id),
  CONSTRAINT appointments_room FOREIGN KEY (room_id) REFERENCES rooms (id),
  CONSTRAINT appointments_service FOREIGN KEY (service_id) REFERENCES services (id),
  CONSTRAINT appointments_series FOREIGN KEY (series_id) REFERENCES appointment_series (id),
  CONSTRAINT appointments_from FOREIGN KEY (rescheduled_from) REFERENCES appointments (id)
);
CREATE INDEX appointments_board ON appointments (location_id, local_day, archived);
CREATE INDEX appointments_of_doctor ON appointments (doctor_id, starts_at);
CREATE INDEX appointments_of_patient ON appointments (patient_id, starts_at);

-- Every move of an appointment: from, to, who, when, why; an undo points at what it took back.
CREATE TABLE appointment_events (
  id BINARY(16) NOT NULL PRIMARY KEY,
  appointment_id BINARY(16) NOT NULL,
  action VARCHAR(20) NOT NULL,
  from_status VARCHAR(20),
  to_status VARCHAR(20) NOT NULL,
  actor_id BINARY(16) NOT NULL,
  reason VARCHAR(400) NOT NULL,
  before_state LONGTEXT NOT NULL,
  undoes BINARY(16),
  undone_by BINARY(16),
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  CONSTRAINT appointment_events_appointment FOREIGN KEY (appointment_id) REFERENCES appointments (id),
  CONSTRAINT appointment_events_undoes FOREIGN KEY (undoes) REFERENCES appointment_events (id)
);
CREATE INDEX appointment_events_of ON appointment_events (appointment_id, created_at);

-- Lock row per resource (doctor, room, patient) and UTC day.
CREATE TABLE resource_days (
  resource_id BINARY(16) NOT NULL,
  day DATE NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  PRIMARY KEY (resource_id, day)
);

-- One row per 5-minute tick (Unix time / 300) that an appointment holds; the key refuses an overlap.
CREATE TABLE occupancy (
  resource_id BINARY(16) NOT NULL,
  tick BIGINT NOT NULL,
  lane SMALLINT NOT NULL,
  appointment_id BINARY(16) NOT NULL,
  PRIMARY KEY (resource_id, tick, lane),
  CONSTRAINT occupancy_appointment FOREIGN KEY (appointment_id) REFERENCES appointments (id)
);

-- Patients who wait for an earlier time; weekdays is a bit set, Monday = 1.
CREATE TABLE waitlist (
  id BINARY(16) NOT NULL PRIMARY KEY,
  patient_id BINARY(16) NOT NULL,
  doctor_id BINARY(16),
  specialty_id BINARY(16),
  location_id BINARY(16) NOT NULL,
  service_id BINARY(16),
  appointment_id BINARY(16),
  earliest_on DATE NOT NULL,
  latest_on DATE,
  weekdays SMALLINT NOT NULL,
  from_minute SMALLINT NOT NULL,
  to_minute SMALLINT NOT NULL,
  minutes SMALLINT NOT NULL,
  visit_mode VARCHAR(10) NOT NULL,
  note VARCHAR(400) NOT NULL,
  status VARCHAR(10) NOT NULL,
  offered_doctor_id BINARY(16),
  offered_starts_at DATETIME(6),
  offered_until DATETIME(6),
  created_by BINARY(16) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  version INT NOT NULL,
  CONSTRAINT waitlist_status CHECK (status IN ('waiting', 'offered', 'booked', 'withdrawn')),
  CONSTRAINT waitlist_mode CHECK (visit_mode IN ('in_person', 'online')),
  CONSTRAINT waitlist_span CHECK (from_minute >= 0 AND to_minute > from_minute AND to_minute <= 1440),
  CONSTRAINT waitlist_patient FOREIGN KEY (patient_id) REFERENCES patients (id),
  CONSTRAINT waitlist_doctor FOREIGN KEY (doctor_id) REFERENCES doctors (id),
  CONSTRAINT waitlist_specialty FOREIGN KEY (specialty_id) REFERENCES specialties (id),
  CONSTRAINT waitlist_location FOREIGN KEY (location_id) REFERENCES locations (id),
  CONSTRAINT waitlist_service FOREIGN KEY (service_id) REFERENCES services (id),
  CONSTRAINT waitlist_appointment FOREIGN KEY (appointment_id) REFERENCES appointments (id)
);
CREATE INDEX waitlist_open ON waitlist (location_id, status);
