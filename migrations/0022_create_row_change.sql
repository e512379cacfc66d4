-- What was changed by hand in the raw tables, with what was there before and what came after, so that it can be taken back.
-- It is about tables of malls and of the installation alike. Secrets are not in it; personal data is, as it was in the row.

CREATE TABLE row_change (
  id         uuid PRIMARY KEY DEFAULT uuid7(),
  table_name text NOT NULL,
  key        text[] NOT NULL,                             -- the row's primary key, as it stands in addresses
  action     text NOT NULL CONSTRAINT row_change_action CHECK (action IN ('insert', 'update', 'delete')),
  columns    text[] NOT NULL,                             -- those that changed
  before     jsonb,
  after      jsonb,
  staff_id   uuid,                                        -- no reference: the record outlives the account
  staff_name text NOT NULL,
  why        text NOT NULL DEFAULT '',
  at         timestamptz NOT NULL DEFAULT clock_timestamp(),
  undoes     uuid CONSTRAINT row_change_undone_once UNIQUE REFERENCES row_change (id),
  with_id    uuid REFERENCES row_change (id),             -- a deletion took this row along
  CONSTRAINT row_change_has_before CHECK ((action = 'insert') = (before IS NULL)),
  CONSTRAINT row_change_has_after CHECK ((action = 'delete') = (after IS NULL))
);
CREATE INDEX row_change_by_row ON row_change (table_name, key, at);
CREATE INDEX row_change_by_table ON row_change (table_name, at);
CREATE INDEX row_change_by_age ON row_change (at);
CREATE INDEX row_change_by_group ON row_change (with_id) WHERE with_id IS NOT NULL;

REVOKE UPDATE, DELETE ON row_change FROM sijang_app;
