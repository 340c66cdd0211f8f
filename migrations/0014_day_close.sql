-- What was counted when a drawer was closed. What was expected is the ledger's to tell.

CREATE TABLE drawer_counts (
  session_id BINARY(16) NOT NULL,
  account VARCHAR(12) NOT NULL,
  currency VARCHAR(3) NOT NULL,
  counted BIGINT NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  PRIMARY KEY (session_id, account, currency),
  CONSTRAINT drawer_counts_account CHECK (account IN ('cash', 'card', 'transfer', 'wallet', 'online', 'insurance')),
  CONSTRAINT drawer_counts_counted CHECK (counted >= 0),
  CONSTRAINT drawer_counts_session FOREIGN KEY (session_id) REFERENCES drawer_sessions (id)
);

-- Coins and notes, as they were counted.
CREATE TABLE drawer_pieces (
  session_id BINARY(16) NOT NULL,
  currency VARCHAR(3) NOT NULL,
  denomination BIGINT NOT NULL,
  pieces INT NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  PRIMARY KEY (session_id, currency, denomination),
  CONSTRAINT drawer_pieces_denomination CHECK (denomination > 0),
  CONSTRAINT drawer_pieces_pieces CHECK (pieces > 0),
  CONSTRAINT drawer_pieces_session FOREIGN KEY (session_id) REFERENCES drawer_sessions (id)
);
