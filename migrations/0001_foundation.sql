-- What every feature stands on: settings, human numbers, command ids, outbox, change feed, document registry.
-- Common dialect; core/src/db/dialect.rs says how each engine reads it.

CREATE TABLE settings (
  setting_key VARCHAR(120) NOT NULL PRIMARY KEY,
  setting_value LONGTEXT NOT NULL,
  description VARCHAR(400) NOT NULL,
  updated_by BINARY(16),
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  version INT NOT NULL
);

-- Gapless numbers people see: chart numbers, queue numbers per location and day.
CREATE TABLE counters (
  counter_name VARCHAR(120) NOT NULL PRIMARY KEY,
  last_number BIGINT NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL
);

-- A command id with its reply, so that a repeated call answers instead of acting twice.
CREATE TABLE commands_done (
  id BINARY(16) NOT NULL PRIMARY KEY,
  command VARCHAR(80) NOT NULL,
  actor_id BINARY(16),
  reply LONGTEXT NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL
);
CREATE INDEX commands_done_age ON commands_done (created_at);

-- Records on their way to the document store (audit, activity), written with the change they tell of.
CREATE TABLE outbox (
  id BINARY(16) NOT NULL PRIMARY KEY,
  kind VARCHAR(20) NOT NULL,
  body LONGTEXT NOT NULL,
  state VARCHAR(10) NOT NULL,
  claimed_by BINARY(16),
  claimed_at DATETIME(6),
  attempts INT NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  CONSTRAINT outbox_kind CHECK (kind IN ('audit', 'activity')),
  CONSTRAINT outbox_state CHECK (state IN ('pending', 'claimed', 'done'))
);
CREATE INDEX outbox_open ON outbox (state, created_at);

-- What changed, for the other workstations' screens. Numbers commit out of order: read with an overlap.
CREATE TABLE change_feed (
  seq BIGINT AUTO_INCREMENT PRIMARY KEY,
  topic VARCHAR(160) NOT NULL,
  workstation_id BINARY(16) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL
);
CREATE INDEX change_feed_age ON change_feed (created_at);

-- Registry of every document version; what no row names does not exist.
CREATE TABLE documents (
  id BINARY(16) NOT NULL PRIMARY KEY,
  kind VARCHAR(40) NOT NULL,
  patient_id BINARY(16),
  author_id BINARY(16) NOT NULL,
  appointment_id BINARY(16),
  thread_id BINARY(16) NOT NULL,
  version INT NOT NULL,
  supersedes BINARY(16),
  sha256 BINARY(32) NOT NULL,
  privacy VARCHAR(20) NOT NULL,
  state VARCHAR(20) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  CONSTRAINT documents_thread UNIQUE (thread_id, version),
  CONSTRAINT documents_privacy CHECK (privacy IN ('standard', 'sensitive', 'highly_sensitive')),
  CONSTRAINT documents_supersedes FOREIGN KEY (supersedes) REFERENCES documents (id)
);
CREATE INDEX documents_patient ON documents (patient_id, kind, created_at);
