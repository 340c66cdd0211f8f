-- How patients are found (core/src/patients/search/). Clustered by what is looked up.

-- kind: f family, s further family, g given, m middle name, each followed by another name of the person;
-- i initial + family + other; p phone digits reversed; b date of birth; c chart number; e e-mail.
CREATE TABLE patient_search (
  kind VARCHAR(1) NOT NULL,
  term VARCHAR(90) NOT NULL,
  patient_id BINARY(16) NOT NULL,
  PRIMARY KEY (kind, term, patient_id)
);

-- Words in use by what a mistyped or misheard one shares with them. kind: d the word and the word less one letter; x its sound.
CREATE TABLE patient_words (
  kind VARCHAR(1) NOT NULL,
  term VARCHAR(40) NOT NULL,
  word VARCHAR(40) NOT NULL,
  PRIMARY KEY (kind, term, word)
);
