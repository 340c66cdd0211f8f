-- Pregnancy and breastfeeding are said by somebody on a day (the clinic's); the last row counts, for as long as core says.
CREATE TABLE maternity_statements (
  id BINARY(16) NOT NULL PRIMARY KEY,
  patient_id BINARY(16) NOT NULL,
  pregnancy VARCHAR(10) NOT NULL,
  breastfeeding VARCHAR(10) NOT NULL,
  stated_on DATE NOT NULL,
  stated_by BINARY(16) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  CONSTRAINT maternity_statements_pregnancy CHECK (pregnancy IN ('yes', 'no', 'unknown')),
  CONSTRAINT maternity_statements_breastfeeding CHECK (breastfeeding IN ('yes', 'no', 'unknown')),
  CONSTRAINT maternity_statements_patient FOREIGN KEY (patient_id) REFERENCES patients (id),
  CONSTRAINT maternity_statements_stated_by FOREIGN KEY (stated_by) REFERENCES users (id)
);
CREATE INDEX maternity_statements_of ON maternity_statements (patient_id, created_at);
