-- Insurance: who insures whom, what insurers were asked for, and what they paid for several claims at once. A claim is a payment by an
-- insurer (payments); here stands what is told of it beyond the money, which the ledger alone keeps.

CREATE TABLE insurers (
  id BINARY(16) NOT NULL PRIMARY KEY,
  name VARCHAR(160) NOT NULL,
  payer_id VARCHAR(40) NOT NULL,
  active BOOLEAN NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  version INT NOT NULL,
  CONSTRAINT insurers_name UNIQUE (name)
);

-- No first day = since ever, no last day = until further notice.
CREATE TABLE insurance_policies (
  id BINARY(16) NOT NULL PRIMARY KEY,
  patient_id BINARY(16) NOT NULL,
  insurer_id BINARY(16) NOT NULL,
  policy_number VARCHAR(80) NOT NULL,
  group_number VARCHAR(80) NOT NULL,
  policy_rank VARCHAR(10) NOT NULL,
  holder VARCHAR(10) NOT NULL,
  holder_name VARCHAR(200) NOT NULL,
  holder_relation VARCHAR(60) NOT NULL,
  valid_from DATE,
  valid_to DATE,
  coverage_note VARCHAR(400) NOT NULL,
  active BOOLEAN NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  version INT NOT NULL,
  CONSTRAINT insurance_policies_rank CHECK (policy_rank IN ('primary', 'secondary', 'tertiary')),
  CONSTRAINT insurance_policies_holder CHECK (holder IN ('self', 'other')),
  CONSTRAINT insurance_policies_held CHECK ((holder = 'self') = (holder_name = '')),
  CONSTRAINT insurance_policies_days CHECK (valid_to >= valid_from),
  CONSTRAINT insurance_policies_patient FOREIGN KEY (patient_id) REFERENCES patients (id),
  CONSTRAINT insurance_policies_insurer FOREIGN KEY (insurer_id) REFERENCES insurers (id)
);
CREATE INDEX insurance_policies_of ON insurance_policies (patient_id, policy_rank);

-- What charts said of insurance becomes a policy each. Ids are taken from the rows that they come from: another kind of id never meets them.
INSERT INTO insurers (id, name, payer_id, active, created_at, updated_at, version)
SELECT MIN(p.id), CASE WHEN p.insurance_provider = '' THEN '?' ELSE p.insurance_provider END, '', TRUE, MIN(p.created_at), MAX(p.updated_at), 1
FROM patients p WHERE (p.insurance_provider <> '' OR p.policy_number <> '') AND NOT EXISTS (SELECT 1 FROM insurers n) GROUP BY 2;

INSERT INTO insurers (id, name, payer_id, active, created_at, updated_at, version)
SELECT MIN(y.id), y.insurer, '', TRUE, MIN(y.created_at), MAX(y.updated_at), 1 FROM payments y
WHERE y.method = 'insurance' AND NOT EXISTS (SELECT 1 FROM insurers n WHERE n.name = y.insurer) GROUP BY y.insurer;

INSERT INTO insurance_policies (id, patient_id, insurer_id, policy_number, group_number, policy_rank, holder, holder_name, holder_relation, valid_from, valid_to,
 coverage_note, active, created_at, updated_at, version)
SELECT p.id, p.id, n.id, p.policy_number, '', 'primary', 'self', '', '', NULL, NULL, '', TRUE, p.created_at, p.updated_at, 1
FROM patients p JOIN insurers n ON n.name = CASE WHEN p.insurance_provider = '' THEN '?' ELSE p.insurance_provider END
WHERE (p.insurance_provider <> '' OR p.policy_number <> '') AND NOT EXISTS (SELECT 1 FROM insurance_policies o WHERE o.id = p.id);

-- Claims of before may name a policy that no chart had.
CREATE TABLE claims (
  payment_id BINARY(16) NOT NULL PRIMARY KEY,
  insurer_id BINARY(16) NOT NULL,
  policy_id BINARY(16),
  submitted_on DATE,
  reference VARCHAR(80) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  CONSTRAINT claims_payment FOREIGN KEY (payment_id) REFERENCES payments (id),
  CONSTRAINT claims_insurer FOREIGN KEY (insurer_id) REFERENCES insurers (id),
  CONSTRAINT claims_policy FOREIGN KEY (policy_id) REFERENCES insurance_policies (id)
);
CREATE INDEX claims_of_insurer ON claims (insurer_id, submitted_on);

INSERT INTO claims (payment_id, insurer_id, policy_id, submitted_on, reference, created_at, updated_at)
SELECT y.id, n.id, (SELECT MIN(o.id) FROM insurance_policies o WHERE o.patient_id = y.patient_id AND o.insurer_id = n.id AND o.policy_number = y.policy_number),
 NULL, '', y.created_at, y.updated_at
FROM payments y JOIN insurers n ON n.name = y.insurer
WHERE y.method = 'insurance' AND NOT EXISTS (SELECT 1 FROM claims c WHERE c.payment_id = y.id);

ALTER TABLE patients DROP COLUMN insurance_provider;
ALTER TABLE patients DROP COLUMN policy_number;

-- One payment of an insurer over several claims. Its total is what its lines come to; a claim is decided once.
CREATE TABLE remittances (
  id BINARY(16) NOT NULL PRIMARY KEY,
  insurer_id BINARY(16) NOT NULL,
  location_id BINARY(16) NOT NULL,
  reference VARCHAR(80) NOT NULL,
  received_on DATE NOT NULL,
  currency VARCHAR(3) NOT NULL,
  total BIGINT NOT NULL,
  drawer VARCHAR(40) NOT NULL,
  entered_by BINARY(16) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  CONSTRAINT remittances_reference UNIQUE (insurer_id, reference),
  CONSTRAINT remittances_total CHECK (total >= 0),
  CONSTRAINT remittances_insurer FOREIGN KEY (insurer_id) REFERENCES insurers (id),
  CONSTRAINT remittances_location FOREIGN KEY (location_id) REFERENCES locations (id)
);
CREATE INDEX remittances_of_day ON remittances (location_id, received_on);

CREATE TABLE remittance_lines (
  payment_id BINARY(16) NOT NULL PRIMARY KEY,
  remittance_id BINARY(16) NOT NULL,
  approved BIGINT NOT NULL,
  written_off BIGINT NOT NULL,
  reason VARCHAR(400) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  CONSTRAINT remittance_lines_approved CHECK (approved >= 0),
  CONSTRAINT remittance_lines_written_off CHECK (written_off >= 0),
  CONSTRAINT remittance_lines_payment FOREIGN KEY (payment_id) REFERENCES claims (payment_id),
  CONSTRAINT remittance_lines_remittance FOREIGN KEY (remittance_id) REFERENCES remittances (id)
);
CREATE INDEX remittance_lines_of ON remittance_lines (remittance_id);
