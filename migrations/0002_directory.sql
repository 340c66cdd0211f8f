-- The clinic's places, people and offer.

CREATE TABLE locations (
  id BINARY(16) NOT NULL PRIMARY KEY,
  name VARCHAR(160) NOT NULL,
  kind VARCHAR(30) NOT NULL,
  street VARCHAR(200) NOT NULL,
  city VARCHAR(120) NOT NULL,
  state VARCHAR(120) NOT NULL,
  postal_code VARCHAR(20) NOT NULL,
  country VARCHAR(2) NOT NULL,
  latitude DOUBLE,
  longitude DOUBLE,
  phone VARCHAR(32) NOT NULL,
  email VARCHAR(254) NOT NULL,
  website VARCHAR(300) NOT NULL,
  registration_number VARCHAR(80) NOT NULL,
  facilities LONGTEXT NOT NULL,
  images LONGTEXT NOT NULL,
  time_zone VARCHAR(64) NOT NULL,
  currency VARCHAR(3) NOT NULL,
  verified BOOLEAN NOT NULL,
  status VARCHAR(10) NOT NULL,
  wait_warn_minutes SMALLINT NOT NULL,
  wait_late_minutes SMALLINT NOT NULL,
  rating_sum BIGINT NOT NULL,
  rating_count BIGINT NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  version INT NOT NULL,
  CONSTRAINT locations_name UNIQUE (name),
  CONSTRAINT locations_kind CHECK (kind IN ('office', 'clinic', 'hospital', 'specialised_centre')),
  CONSTRAINT locations_status CHECK (status IN ('active', 'inactive', 'pending')),
  CONSTRAINT locations_waits CHECK (wait_warn_minutes > 0 AND wait_late_minutes > wait_warn_minutes)
);

-- Opening hours in the location's wall time; weekday 1 = Monday … 7 = Sunday, minutes since midnight.
CREATE TABLE location_hours (
  location_id BINARY(16) NOT NULL,
  weekday SMALLINT NOT NULL,
  open_minute SMALLINT NOT NULL,
  close_minute SMALLINT NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  PRIMARY KEY (location_id, weekday, open_minute),
  CONSTRAINT location_hours_weekday CHECK (weekday BETWEEN 1 AND 7),
  CONSTRAINT location_hours_span CHECK (open_minute >= 0 AND close_minute > open_minute AND close_minute <= 1440),
  CONSTRAINT location_hours_location FOREIGN KEY (location_id) REFERENCES locations (id)
);

CREATE TABLE rooms (
  id BINARY(16) NOT NULL PRIMARY KEY,
  location_id BINARY(16) NOT NULL,
  name VARCHAR(80) NOT NULL,
  kind VARCHAR(10) NOT NULL,
  active BOOLEAN NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  version INT NOT NULL,
  CONSTRAINT rooms_name UNIQUE (location_id, name),
  CONSTRAINT rooms_kind CHECK (kind IN ('room', 'device')),
  CONSTRAINT rooms_location FOREIGN KEY (location_id) REFERENCES locations (id)
);

CREATE TABLE departments (
  id BINARY(16) NOT NULL PRIMARY KEY,
  name VARCHAR(120) NOT NULL,
  description VARCHAR(1000) NOT NULL,
  active BOOLEAN NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  version INT NOT NULL,
  CONSTRAINT departments_name UNIQUE (name)
);

CREATE TABLE specialties (
  id BINARY(16) NOT NULL PRIMARY KEY,
  name VARCHAR(120) NOT NULL,
  description VARCHAR(1000) NOT NULL,
  icon VARCHAR(60) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  version INT NOT NULL,
  CONSTRAINT specialties_name UNIQUE (name)
);

-- Accounts. Email is stored case-folded; the role 'hospital' is the location manager.
CREATE TABLE users (
  id BINARY(16) NOT NULL PRIMARY KEY,
  email VARCHAR(254) NOT NULL,
  phone VARCHAR(32) NOT NULL,
  first_name VARCHAR(100) NOT NULL,
  last_name VARCHAR(100) NOT NULL,
  password_hash VARCHAR(200) NOT NULL,
  role VARCHAR(20) NOT NULL,
  status VARCHAR(10) NOT NULL,
  verified BOOLEAN NOT NULL,
  must_change_password BOOLEAN NOT NULL,
  home_location_id BINARY(16),
  avatar_file_id BINARY(16),
  last_login_at DATETIME(6),
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  version INT NOT NULL,
  CONSTRAINT users_email UNIQUE (email),
  CONSTRAINT users_role CHECK (role IN ('admin', 'doctor', 'receptionist', 'hospital', 'patient')),
  CONSTRAINT users_status CHECK (status IN ('active', 'inactive', 'blocked')),
  CONSTRAINT users_home FOREIGN KEY (home_location_id) REFERENCES locations (id),
  CONSTRAINT users_avatar FOREIGN KEY (avatar_file_id) REFERENCES documents (id)
);

-- Who is signed in where. Only the SHA-256 of the session token is kept.
CREATE TABLE sessions (
  id BINARY(16) NOT NULL PRIMARY KEY,
  token_hash BINARY(32) NOT NULL,
  user_id BINARY(16) NOT NULL,
  workstation_id BINARY(16) NOT NULL,
  workstation_name VARCHAR(120) NOT NULL,
  started_at DATETIME(6) NOT NULL,
  last_seen_at DATETIME(6) NOT NULL,
  expires_at DATETIME(6) NOT NULL,
  ended_at DATETIME(6),
  end_reason VARCHAR(20),
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  CONSTRAINT sessions_token UNIQUE (token_hash),
  CONSTRAINT sessions_end CHECK (end_reason IN ('signed_out', 'expired', 'ended_by_admin', 'password_changed', 'replaced')),
  CONSTRAINT sessions_user FOREIGN KEY (user_id) REFERENCES users (id)
);
CREATE INDEX sessions_open ON sessions (user_id, ended_at);

-- Failed sign-ins per account and workstation, kept here so that a restart does not reset the limit.
CREATE TABLE sign_in_attempts (
  id BINARY(16) NOT NULL PRIMARY KEY,
  account_hash BINARY(32) NOT NULL,
  workstation_id BINARY(16) NOT NULL,
  succeeded BOOLEAN NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL
);
CREATE INDEX sign_in_attempts_account ON sign_in_attempts (account_hash, created_at);
CREATE INDEX sign_in_attempts_workstation ON sign_in_attempts (workstation_id, created_at);

CREATE TABLE doctors (
  id BINARY(16) NOT NULL PRIMARY KEY,
  user_id BINARY(16),
  first_name VARCHAR(100) NOT NULL,
  last_name VARCHAR(100) NOT NULL,
  title VARCHAR(40) NOT NULL,
  license_number VARCHAR(60) NOT NULL,
  phone VARCHAR(32) NOT NULL,
  email VARCHAR(254) NOT NULL,
  hire_date DATE,
  years_of_experience SMALLINT NOT NULL,
  biography TEXT NOT NULL,
  consultation_fee BIGINT NOT NULL,
  fee_currency VARCHAR(3) NOT NULL,
  languages LONGTEXT NOT NULL,
  available BOOLEAN NOT NULL,
  approval VARCHAR(10) NOT NULL,
  documents_verified BOOLEAN NOT NULL,
  rating_sum BIGINT NOT NULL,
  rating_count BIGINT NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  version INT NOT NULL,
  CONSTRAINT doctors_license UNIQUE (license_number),
  CONSTRAINT doctors_user_once UNIQUE (user_id),
  CONSTRAINT doctors_approval CHECK (approval IN ('pending', 'approved', 'rejected')),
  CONSTRAINT doctors_fee CHECK (consultation_fee >= 0),
  CONSTRAINT doctors_user FOREIGN KEY (user_id) REFERENCES users (id)
);

CREATE TABLE doctor_qualifications (
  id BINARY(16) NOT NULL PRIMARY KEY,
  doctor_id BINARY(16) NOT NULL,
  degree VARCHAR(160) NOT NULL,
  institution VARCHAR(200) NOT NULL,
  awarded_year SMALLINT NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  CONSTRAINT doctor_qualifications_doctor FOREIGN KEY (doctor_id) REFERENCES doctors (id)
);

CREATE TABLE doctor_specialties (
  doctor_id BINARY(16) NOT NULL,
  specialty_id BINARY(16) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  PRIMARY KEY (doctor_id, specialty_id),
  CONSTRAINT doctor_specialties_doctor FOREIGN KEY (doctor_id) REFERENCES doctors (id),
  CONSTRAINT doctor_specialties_specialty FOREIGN KEY (specialty_id) REFERENCES specialties (id)
);

CREATE TABLE doctor_departments (
  doctor_id BINARY(16) NOT NULL,
  department_id BINARY(16) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  PRIMARY KEY (doctor_id, department_id),
  CONSTRAINT doctor_departments_doctor FOREIGN KEY (doctor_id) REFERENCES doctors (id),
  CONSTRAINT doctor_departments_department FOREIGN KEY (department_id) REFERENCES departments (id)
);

-- Where a doctor works, and the room that is theirs there.
CREATE TABLE doctor_locations (
  doctor_id BINARY(16) NOT NULL,
  location_id BINARY(16) NOT NULL,
  room_id BINARY(16),
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  PRIMARY KEY (doctor_id, location_id),
  CONSTRAINT doctor_locations_doctor FOREIGN KEY (doctor_id) REFERENCES doctors (id),
  CONSTRAINT doctor_locations_location FOREIGN KEY (location_id) REFERENCES locations (id),
  CONSTRAINT doctor_locations_room FOREIGN KEY (room_id) REFERENCES rooms (id)
);

CREATE TABLE services (
  id BINARY(16) NOT NULL PRIMARY KEY,
  name VARCHAR(160) NOT NULL,
  description VARCHAR(1000) NOT NULL,
  category VARCHAR(20) NOT NULL,
  base_price BIGINT NOT NULL,
  currency VARCHAR(3) NOT NULL,
  minutes SMALLINT NOT NULL,
  active BOOLEAN NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  version INT NOT NULL,
  CONSTRAINT services_name UNIQUE (name),
  CONSTRAINT services_category CHECK (category IN ('consultation', 'test', 'procedure', 'vaccination', 'other')),
  CONSTRAINT services_price CHECK (base_price >= 0),
  CONSTRAINT services_minutes CHECK (minutes > 0 AND minutes <= 1440)
);

CREATE TABLE location_services (
  location_id BINARY(16) NOT NULL,
  service_id BINARY(16) NOT NULL,
  price BIGINT NOT NULL,
  currency VARCHAR(3) NOT NULL,
  description VARCHAR(1000) NOT NULL,
  available BOOLEAN NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  version INT NOT NULL,
  PRIMARY KEY (location_id, service_id),
  CONSTRAINT location_services_price CHECK (price >= 0),
  CONSTRAINT location_services_location FOREIGN KEY (location_id) REFERENCES locations (id),
  CONSTRAINT location_services_service FOREIGN KEY (service_id) REFERENCES services (id)
);

-- Weekly recurring availability, in the location's wall time.
CREATE TABLE schedules (
  id BINARY(16) NOT NULL PRIMARY KEY,
  doctor_id BINARY(16) NOT NULL,
  location_id BINARY(16) NOT NULL,
  weekday SMALLINT NOT NULL,
  start_minute SMALLINT NOT NULL,
  end_minute SMALLINT NOT NULL,
  slot_minutes SMALLINT NOT NULL,
  visit_mode VARCHAR(10) NOT NULL,
  valid_from DATE NOT NULL,
  valid_to DATE,
  active BOOLEAN NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  version INT NOT NULL,
  CONSTRAINT schedules_weekday CHECK (weekday BETWEEN 1 AND 7),
  CONSTRAINT schedules_span CHECK (start_minute >= 0 AND end_minute > start_minute AND end_minute <= 1440),
  CONSTRAINT schedules_slot CHECK (slot_minutes >= 5 AND slot_minutes <= 480),
  CONSTRAINT schedules_mode CHECK (visit_mode IN ('in_person', 'online')),
  CONSTRAINT schedules_doctor FOREIGN KEY (doctor_id) REFERENCES doctors (id),
  CONSTRAINT schedules_location FOREIGN KEY (location_id) REFERENCES locations (id)
);
CREATE INDEX schedules_of_doctor ON schedules (doctor_id, active);

-- Leave and holidays take time away, an extra session adds it. No minutes = the whole day.
CREATE TABLE schedule_exceptions (
  id BINARY(16) NOT NULL PRIMARY KEY,
  kind VARCHAR(10) NOT NULL,
  doctor_id BINARY(16),
  location_id BINARY(16),
  starts_on DATE NOT NULL,
  ends_on DATE NOT NULL,
  start_minute SMALLINT,
  end_minute SMALLINT,
  slot_minutes SMALLINT,
  visit_mode VARCHAR(10),
  reason VARCHAR(200) NOT NULL,
  active BOOLEAN NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  version INT NOT NULL,
  CONSTRAINT schedule_exceptions_kind CHECK (kind IN ('leave', 'holiday', 'extra')),
  CONSTRAINT schedule_exceptions_mode CHECK (visit_mode IN ('in_person', 'online')),
  CONSTRAINT schedule_exceptions_days CHECK (ends_on >= starts_on),
  CONSTRAINT schedule_exceptions_whom CHECK (doctor_id IS NOT NULL OR location_id IS NOT NULL),
  CONSTRAINT schedule_exceptions_extra CHECK (kind <> 'extra' OR (doctor_id IS NOT NULL AND location_id IS NOT NULL AND start_minute IS NOT NULL AND end_minute IS NOT NULL)),
  CONSTRAINT schedule_exceptions_doctor FOREIGN KEY (doctor_id) REFERENCES doctors (id),
  CONSTRAINT schedule_exceptions_location FOREIGN KEY (location_id) REFERENCES locations (id)
);
CREATE INDEX schedule_exceptions_days ON schedule_exceptions (active, starts_on, ends_on);
