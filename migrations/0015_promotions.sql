-- Promotions: codes that let something off an invoice. How often one was used is counted over its redemptions, never kept.

CREATE TABLE promotions (
  id BINARY(16) NOT NULL PRIMARY KEY,
  code VARCHAR(30) NOT NULL,
  name VARCHAR(100) NOT NULL,
  description VARCHAR(400) NOT NULL,
  discount_kind VARCHAR(10) NOT NULL,
  discount_value BIGINT NOT NULL,
  currency VARCHAR(3),
  minimum_purchase BIGINT,
  maximum_discount BIGINT,
  starts_on DATE NOT NULL,
  ends_on DATE,
  usage_limit INT,
  patient_limit INT,
  state VARCHAR(10) NOT NULL,
  created_by BINARY(16) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  version INT NOT NULL,
  CONSTRAINT promotions_code UNIQUE (code),
  CONSTRAINT promotions_kind CHECK (discount_kind IN ('percent', 'amount')),
  CONSTRAINT promotions_value CHECK (discount_value > 0),
  CONSTRAINT promotions_currency CHECK (currency IS NOT NULL OR (discount_kind = 'percent' AND minimum_purchase IS NULL AND maximum_discount IS NULL)),
  CONSTRAINT promotions_days CHECK (ends_on IS NULL OR ends_on >= starts_on),
  CONSTRAINT promotions_usage CHECK (usage_limit IS NULL OR usage_limit > 0),
  CONSTRAINT promotions_of_patient CHECK (patient_limit IS NULL OR patient_limit > 0),
  CONSTRAINT promotions_state CHECK (state IN ('active', 'disabled'))
);

-- What it is for; no row = everything.
CREATE TABLE promotion_services (
  promotion_id BINARY(16) NOT NULL,
  service_id BINARY(16) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  PRIMARY KEY (promotion_id, service_id),
  CONSTRAINT promotion_services_promotion FOREIGN KEY (promotion_id) REFERENCES promotions (id),
  CONSTRAINT promotion_services_service FOREIGN KEY (service_id) REFERENCES services (id)
);

-- Where it holds; no row = everywhere.
CREATE TABLE promotion_locations (
  promotion_id BINARY(16) NOT NULL,
  location_id BINARY(16) NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  PRIMARY KEY (promotion_id, location_id),
  CONSTRAINT promotion_locations_promotion FOREIGN KEY (promotion_id) REFERENCES promotions (id),
  CONSTRAINT promotion_locations_location FOREIGN KEY (location_id) REFERENCES locations (id)
);

-- The code of an invoice: chosen on a draft, redeemed when it is issued, given back when it is voided. Only what is redeemed is a use.
-- The patient is who redeemed it, also after the charts of two people were merged.
CREATE TABLE promotion_redemptions (
  invoice_id BINARY(16) NOT NULL PRIMARY KEY,
  promotion_id BINARY(16) NOT NULL,
  patient_id BINARY(16) NOT NULL,
  code VARCHAR(30) NOT NULL,
  amount BIGINT NOT NULL,
  state VARCHAR(10) NOT NULL,
  redeemed_at DATETIME(6),
  given_back_at DATETIME(6),
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  CONSTRAINT promotion_redemptions_state CHECK (state IN ('chosen', 'removed', 'redeemed', 'given_back')),
  CONSTRAINT promotion_redemptions_amount CHECK ((state IN ('redeemed', 'given_back')) = (amount > 0)),
  CONSTRAINT promotion_redemptions_invoice FOREIGN KEY (invoice_id) REFERENCES invoices (id),
  CONSTRAINT promotion_redemptions_promotion FOREIGN KEY (promotion_id) REFERENCES promotions (id),
  CONSTRAINT promotion_redemptions_patient FOREIGN KEY (patient_id) REFERENCES patients (id)
);
CREATE INDEX promotion_redemptions_uses ON promotion_redemptions (promotion_id, state);

-- What it lets off each line of an issued invoice, in minor units: as it was when the invoice was issued, whatever the promotion says later.
CREATE TABLE promotion_shares (
  invoice_id BINARY(16) NOT NULL,
  line_position SMALLINT NOT NULL,
  amount BIGINT NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  PRIMARY KEY (invoice_id, line_position),
  CONSTRAINT promotion_shares_amount CHECK (amount > 0),
  CONSTRAINT promotion_shares_invoice FOREIGN KEY (invoice_id) REFERENCES invoices (id)
);
