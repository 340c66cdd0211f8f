
-- A finding is said in as many words as it takes, as of a pathologist; SQLite does not hold texts to a length.
ALTER TABLE findings MODIFY finding VARCHAR(4000) NOT NULL;
