-- What services are called in a tariff (CPT, a national list, the clinic's own), as it stood when an invoice was issued; and the day on
-- which somebody was last told that a location's invoices had become overdue.

ALTER TABLE services ADD COLUMN code VARCHAR(40) NOT NULL DEFAULT '';

-- Taken from the service, and from the clinic's setting, when the invoice is issued; a draft shows what they say now.
ALTER TABLE invoice_lines ADD COLUMN service_code VARCHAR(40) NOT NULL DEFAULT '';
ALTER TABLE invoices ADD COLUMN code_system VARCHAR(200) NOT NULL DEFAULT '';

-- One row a location and local day: whoever writes it tells the others. No row says that an invoice is overdue; that is told by the
-- ledger and the day (docs/adr/0008).
CREATE TABLE overdue_looks (
  location_id BINARY(16) NOT NULL,
  local_day DATE NOT NULL,
  became_overdue INT NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  PRIMARY KEY (location_id, local_day),
  CONSTRAINT overdue_looks_location FOREIGN KEY (location_id) REFERENCES locations (id)
);
