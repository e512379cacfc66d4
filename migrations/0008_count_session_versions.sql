-- Counts a session's changes, so that a copy of it elsewhere can be told from a newer one.

ALTER TABLE session ADD COLUMN version bigint NOT NULL DEFAULT 1 CHECK (version > 0);
