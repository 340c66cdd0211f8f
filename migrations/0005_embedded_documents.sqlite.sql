-- The document store of a clinic without servers: JSON documents beside the rows, in the same encrypted file.

CREATE TABLE embedded_documents (
  collection VARCHAR(40) NOT NULL,
  id BINARY(16) NOT NULL,
  body LONGTEXT NOT NULL,
  PRIMARY KEY (collection, id)
) WITHOUT ROWID;

-- Contents of files, 255 KiB a row.
CREATE TABLE embedded_chunks (
  file_id BINARY(16) NOT NULL,
  n INT NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (file_id, n)
);
