-- The document store of a clinic without servers: JSON documents beside the rows, in the same encrypted file.

CREATE TABLE embedded_documents (
  collection VARCHAR(40) NOT NULL,
  id BINARY(16) NOT NULL,
  body LONGTEXT NOT NULL,
  PRIMARY KEY (collection, id)
) WITHOUT ROWID;
