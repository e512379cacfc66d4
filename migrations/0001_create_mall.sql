-- The ground: who may do what, how ids are made, and the malls themselves.
--
-- One installation runs several malls. `mall_id` leads every primary key, unique key and foreign key, so that the
-- schema can be distributed by mall without change. Money is bigint won within [0, 10^12]; times are timestamptz.

-- Roles belong to the cluster, not to the database: another database of the same cluster may have made them already.
DO $$
DECLARE
  role_name text;
BEGIN
  FOREACH role_name IN ARRAY ARRAY['sijang_app', 'sijang_migrator', 'sijang_reader'] LOOP
    BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role_name) THEN
        EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE', role_name);
      END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL; -- a migration of a sister database was a moment faster
    END;
  END LOOP;
END $$;

GRANT USAGE ON SCHEMA public TO sijang_app, sijang_reader;
GRANT USAGE, CREATE ON SCHEMA public TO sijang_migrator;

-- What later migrations create is usable by the application without a grant of its own; ledgers and histories take
-- UPDATE and DELETE away again, each where it is created.
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO sijang_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO sijang_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO sijang_reader;

-- UUID version 7: the first 48 bits are milliseconds, so new rows land at the right edge of every index.
CREATE FUNCTION uuid7() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
  SELECT encode(
    set_bit(set_bit(
      overlay(uuid_send(gen_random_uuid())
        PLACING substring(int8send(floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6),
      52, 1), 53, 1), 'hex')::uuid
$$;

-- Tells every worker that what it remembers of a mall is old: of one product (payload "mall product") where the row
-- knows its product, else of the whole mall (payload "mall").
CREATE FUNCTION notify_catalog() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed jsonb := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);
  mall text := changed ->> TG_ARGV[0];
BEGIN
  PERFORM pg_notify('catalog', concat_ws(' ', mall, CASE WHEN TG_NARGS > 1 THEN changed ->> TG_ARGV[1] END));
  RETURN NULL;
END $$;

CREATE TABLE mall (
  id         uuid PRIMARY KEY DEFAULT uuid7(),
  code       text NOT NULL UNIQUE,
  name       text NOT NULL,
  tagline    text NOT NULL DEFAULT '',
  description text NOT NULL DEFAULT '',
  theme      text NOT NULL CHECK (theme IN ('food', 'living')),
  currency   char(3) NOT NULL DEFAULT 'KRW',
  footer     jsonb NOT NULL DEFAULT '{}',
  position   integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- Asked before the mall is known, so the host alone is its key.
CREATE TABLE mall_host (
  host     text PRIMARY KEY CHECK (host = lower(host)),
  mall_id  uuid NOT NULL REFERENCES mall (id),
  position integer NOT NULL DEFAULT 0               -- the first is the canonical one
);

-- What a merchandiser may turn without a release: days until a deposit is due, the home page, popular searches …
CREATE TABLE setting (
  mall_id    uuid NOT NULL REFERENCES mall (id),
  name       text NOT NULL,
  value      jsonb NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (mall_id, name)
);

-- The accounts that a bank transfer may go to; the first is offered first.
CREATE TABLE bank_account (
  mall_id  uuid NOT NULL REFERENCES mall (id),
  number   text NOT NULL,
  code     text NOT NULL,                            -- of the bank, three digits
  bank     text NOT NULL,
  holder   text NOT NULL,
  position integer NOT NULL DEFAULT 0,
  active   boolean NOT NULL DEFAULT true,
  PRIMARY KEY (mall_id, number)
);

CREATE TRIGGER mall_changed AFTER INSERT OR UPDATE OR DELETE ON mall
  FOR EACH ROW EXECUTE FUNCTION notify_catalog('id');
CREATE TRIGGER mall_host_changed AFTER INSERT OR UPDATE OR DELETE ON mall_host
  FOR EACH ROW EXECUTE FUNCTION notify_catalog('mall_id');
CREATE TRIGGER setting_changed AFTER INSERT OR UPDATE OR DELETE ON setting
  FOR EACH ROW EXECUTE FUNCTION notify_catalog('mall_id');
CREATE TRIGGER bank_account_changed AFTER INSERT OR UPDATE OR DELETE ON bank_account
  FOR EACH ROW EXECUTE FUNCTION notify_catalog('mall_id');
