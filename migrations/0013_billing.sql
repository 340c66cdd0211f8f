-- Money: invoices, payments, refunds, and the one ledger that all of them are posted to (docs/adr/0008). What an invoice owes, what
-- a drawer holds and what a day earned are sums over ledger_postings; no other column holds a balance.

-- How a location taxes and when its invoices fall due. Rates are hundredths of a percent.
CREATE TABLE billing_places (
  location_id BINARY(16) NOT NULL PRIMARY KEY,
  tax_name VARCHAR(20) NOT NULL,
  tax_number VARCHAR(40) NOT NULL,
  tax_rate INT NOT NULL,
  prices_include_tax BOOLEAN NOT NULL,
  payment_days SMALLINT NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  version INT NOT NULL,
  CONSTRAINT billing_places_rate CHECK (tax_rate BETWEEN 0 AND 10000),
  CONSTRAINT billing_places_days CHECK (payment_days BETWEEN 0 AND 365),
  CONSTRAINT billing_places_location FOREIGN KEY (location_id) REFERENCES locations (id)
);

-- Services that are taxed otherwise there.
CREATE TABLE service_taxes (
  location_id BINARY(16) NOT NULL,
  service_id BINARY(16) NOT NULL,
  tax_rate INT NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  PRIMARY KEY (location_id, service_id),
  CONSTRAINT service_taxes_rate CHECK (tax_rate BETWEEN 0 AND 10000),
  CONSTRAINT service_taxes_location FOREIGN KEY (location_id) REFERENCES locations (id),
  CONSTRAINT service_taxes_service FOREIGN KEY (service_id) REFERENCES services (id)
);

CREATE TABLE invoices (
  id BINARY(16) NOT NULL PRIMARY KEY,
  invoice_number VARCHAR(20),
  reversal_number VARCHAR(20),
  location_id BINARY(16) NOT NULL,
  patient_id BINARY(16) NOT NULL,
  appointment_id BINARY(16),
  currency VARCHAR(3) NOT NULL,
  state VARCHAR(10) NOT NULL,
  tax_name VARCHAR(20) NOT NULL,
  prices_include_tax BOOLEAN NOT NULL,
  discount_kind VARCHAR(10),
  discount_value BIGINT,
  discount_reason VARCHAR(200) NOT NULL,
  note VARCHAR(400) NOT NULL,
  line_revision INT NOT NULL,
  issued_at DATETIME(6),
  issued_on DATE,
  due_on DATE,
  voided_at DATETIME(6),
  void_reason VARCHAR(400) NOT NULL,
  created_by BINARY(16) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  version INT NOT NULL,
  CONSTRAINT invoices_number UNIQUE (location_id, invoice_number),
  CONSTRAINT invoices_reversal UNIQUE (location_id, reversal_number),
  CONSTRAINT invoices_state CHECK (state IN ('draft', 'issued', 'void', 'discarded')),
  CONSTRAINT invoices_discount CHECK (discount_kind IN ('percent', 'amount')),
  CONSTRAINT invoices_numbered CHECK ((state IN ('issued', 'void')) = (invoice_number IS NOT NULL)),
  CONSTRAINT invoices_reversed CHECK ((state = 'void') = (reversal_number IS NOT NULL)),
  CONSTRAINT invoices_location FOREIGN KEY (location_id) REFERENCES locations (id),
  CONSTRAINT invoices_patient FOREIGN KEY (patient_id) REFERENCES patients (id),
  CONSTRAINT invoices_appointment FOREIGN KEY (appointment_id) REFERENCES appointments (id)
);
CREATE INDEX invoices_of_patient ON invoices (patient_id, created_at);
CREATE INDEX invoices_of_visit ON invoices (appointment_id);
CREATE INDEX invoices_open ON invoices (location_id, state, due_on);

-- Every edit of a draft writes its lines anew under the next revision; the last one counts.
CREATE TABLE invoice_lines (
  invoice_id BINARY(16) NOT NULL,
  line_revision INT NOT NULL,
  line_position SMALLINT NOT NULL,
  service_id BINARY(16),
  description VARCHAR(200) NOT NULL,
  quantity INT NOT NULL,
  unit_price BIGINT NOT NULL,
  tax_rate INT NOT NULL,
  discount_kind VARCHAR(10),
  discount_value BIGINT,
  discount_reason VARCHAR(200) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  PRIMARY KEY (invoice_id, line_revision, line_position),
  CONSTRAINT invoice_lines_quantity CHECK (quantity > 0),
  CONSTRAINT invoice_lines_price CHECK (unit_price >= 0),
  CONSTRAINT invoice_lines_rate CHECK (tax_rate BETWEEN 0 AND 10000),
  CONSTRAINT invoice_lines_discount CHECK (discount_kind IN ('percent', 'amount')),
  CONSTRAINT invoice_lines_invoice FOREIGN KEY (invoice_id) REFERENCES invoices (id),
  CONSTRAINT invoice_lines_service FOREIGN KEY (service_id) REFERENCES services (id)
);

-- A drawer from one count to the next. Whoever takes money locks the open row of the drawer first.
CREATE TABLE drawer_sessions (
  id BINARY(16) NOT NULL PRIMARY KEY,
  location_id BINARY(16) NOT NULL,
  drawer VARCHAR(40) NOT NULL,
  session_number INT NOT NULL,
  state VARCHAR(10) NOT NULL,
  opened_on DATE NOT NULL,
  opened_by BINARY(16) NOT NULL,
  closed_at DATETIME(6),
  closed_by BINARY(16),
  explanation VARCHAR(400) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  version INT NOT NULL,
  CONSTRAINT drawer_sessions_number UNIQUE (location_id, drawer, session_number),
  CONSTRAINT drawer_sessions_state CHECK (state IN ('open', 'closed')),
  CONSTRAINT drawer_sessions_closed CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
  CONSTRAINT drawer_sessions_location FOREIGN KEY (location_id) REFERENCES locations (id)
);

CREATE TABLE payments (
  id BINARY(16) NOT NULL PRIMARY KEY,
  receipt_number VARCHAR(20),
  location_id BINARY(16) NOT NULL,
  patient_id BINARY(16) NOT NULL,
  currency VARCHAR(3) NOT NULL,
  amount BIGINT NOT NULL,
  method VARCHAR(12) NOT NULL,
  brand VARCHAR(40) NOT NULL,
  transaction_id VARCHAR(100),
  status VARCHAR(10) NOT NULL,
  tendered BIGINT,
  insurer VARCHAR(160) NOT NULL,
  policy_number VARCHAR(80) NOT NULL,
  approved BIGINT,
  fail_reason VARCHAR(400) NOT NULL,
  drawer VARCHAR(40) NOT NULL,
  paid_at DATETIME(6),
  receipt_prints INT NOT NULL,
  taken_by BINARY(16) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  version INT NOT NULL,
  CONSTRAINT payments_receipt UNIQUE (location_id, receipt_number),
  CONSTRAINT payments_transaction UNIQUE (transaction_id),
  CONSTRAINT payments_amount CHECK (amount > 0),
  CONSTRAINT payments_method CHECK (method IN ('cash', 'credit_card', 'debit_card', 'insurance', 'online', 'transfer', 'wallet', 'credit')),
  CONSTRAINT payments_status CHECK (status IN ('pending', 'completed', 'failed')),
  CONSTRAINT payments_paid CHECK ((status = 'completed') = (paid_at IS NOT NULL)),
  CONSTRAINT payments_tendered CHECK (tendered >= amount),
  CONSTRAINT payments_approved CHECK (approved BETWEEN 0 AND amount),
  CONSTRAINT payments_location FOREIGN KEY (location_id) REFERENCES locations (id),
  CONSTRAINT payments_patient FOREIGN KEY (patient_id) REFERENCES patients (id)
);
CREATE INDEX payments_of_patient ON payments (patient_id, created_at);
CREATE INDEX payments_waiting ON payments (location_id, status);

-- What of a payment is meant for which invoice; what it settled stands in the ledger.
CREATE TABLE payment_shares (
  payment_id BINARY(16) NOT NULL,
  invoice_id BINARY(16) NOT NULL,
  amount BIGINT NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  PRIMARY KEY (payment_id, invoice_id),
  CONSTRAINT payment_shares_amount CHECK (amount > 0),
  CONSTRAINT payment_shares_payment FOREIGN KEY (payment_id) REFERENCES payments (id),
  CONSTRAINT payment_shares_invoice FOREIGN KEY (invoice_id) REFERENCES invoices (id)
);
CREATE INDEX payment_shares_in ON payment_shares (invoice_id);

CREATE TABLE refunds (
  id BINARY(16) NOT NULL PRIMARY KEY,
  refund_number VARCHAR(20) NOT NULL,
  location_id BINARY(16) NOT NULL,
  payment_id BINARY(16) NOT NULL,
  amount BIGINT NOT NULL,
  destination VARCHAR(10) NOT NULL,
  transaction_id VARCHAR(100),
  reason VARCHAR(400) NOT NULL,
  made_by BINARY(16) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  CONSTRAINT refunds_number UNIQUE (location_id, refund_number),
  CONSTRAINT refunds_transaction UNIQUE (transaction_id),
  CONSTRAINT refunds_amount CHECK (amount > 0),
  CONSTRAINT refunds_destination CHECK (destination IN ('method', 'credit')),
  CONSTRAINT refunds_location FOREIGN KEY (location_id) REFERENCES locations (id),
  CONSTRAINT refunds_payment FOREIGN KEY (payment_id) REFERENCES payments (id)
);
CREATE INDEX refunds_of ON refunds (payment_id);

-- What happened to money, once and for ever: rows are added, never changed.
CREATE TABLE ledger_entries (
  id BINARY(16) NOT NULL PRIMARY KEY,
  kind VARCHAR(12) NOT NULL,
  location_id BINARY(16) NOT NULL,
  booked_on DATE NOT NULL,
  session_id BINARY(16),
  invoice_id BINARY(16),
  payment_id BINARY(16),
  refund_id BINARY(16),
  actor_id BINARY(16),
  reason VARCHAR(400) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  CONSTRAINT ledger_entries_kind CHECK (kind IN ('invoice', 'void', 'write_off', 'payment', 'claim', 'settlement', 'refund', 'open', 'close')),
  CONSTRAINT ledger_entries_location FOREIGN KEY (location_id) REFERENCES locations (id),
  CONSTRAINT ledger_entries_session FOREIGN KEY (session_id) REFERENCES drawer_sessions (id),
  CONSTRAINT ledger_entries_invoice FOREIGN KEY (invoice_id) REFERENCES invoices (id),
  CONSTRAINT ledger_entries_payment FOREIGN KEY (payment_id) REFERENCES payments (id),
  CONSTRAINT ledger_entries_refund FOREIGN KEY (refund_id) REFERENCES refunds (id)
);
CREATE INDEX ledger_entries_of_payment ON ledger_entries (payment_id);
CREATE INDEX ledger_entries_of_session ON ledger_entries (session_id);
CREATE INDEX ledger_entries_of_day ON ledger_entries (location_id, booked_on);

-- Debits are above zero, credits below; those of one entry and currency come to nothing together.
CREATE TABLE ledger_postings (
  entry_id BINARY(16) NOT NULL,
  posting_position SMALLINT NOT NULL,
  account VARCHAR(12) NOT NULL,
  invoice_id BINARY(16),
  currency VARCHAR(3) NOT NULL,
  amount BIGINT NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  PRIMARY KEY (entry_id, posting_position),
  CONSTRAINT ledger_postings_account CHECK (account IN ('receivable', 'insurer', 'credit', 'revenue', 'discount', 'tax', 'write_off', 'cash', 'card', 'transfer', 'wallet', 'online', 'insurance', 'safe', 'over_short')),
  CONSTRAINT ledger_postings_amount CHECK (amount <> 0),
  CONSTRAINT ledger_postings_owed CHECK (account NOT IN ('receivable', 'insurer') OR invoice_id IS NOT NULL),
  CONSTRAINT ledger_postings_entry FOREIGN KEY (entry_id) REFERENCES ledger_entries (id),
  CONSTRAINT ledger_postings_invoice FOREIGN KEY (invoice_id) REFERENCES invoices (id)
);
CREATE INDEX ledger_postings_of_invoice ON ledger_postings (invoice_id, account);
