-- Who works in the back office, and what they did there. Staff belong to the installation and not to a mall; what they may
-- do, they may do in one mall or in all of them.

CREATE TABLE staff (
  id              uuid PRIMARY KEY DEFAULT uuid7(),
  email           text NOT NULL CONSTRAINT staff_email_is_plain CHECK (email = lower(email) AND email LIKE '%_@_%'),
  name            text NOT NULL CHECK (length(name) BETWEEN 1 AND 40),
  password_hash   text NOT NULL,
  status          text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'disabled')),
  -- The secret that the telephone shares, sealed by a key that is not in the database; null: no second factor yet.
  totp_secret     bytea,
  totp_step       integer NOT NULL DEFAULT 0 CHECK (totp_step >= 0),  -- of the last code that was accepted
  -- Until then a second factor can be set up by who knows the password.
  enrol_until     timestamptz NOT NULL DEFAULT now() + interval '24 hours',
  created_at      timestamptz NOT NULL DEFAULT now(),
  password_at     timestamptz NOT NULL DEFAULT now(),
  seen_at         timestamptz,
  CONSTRAINT staff_email_once UNIQUE (email)
);

-- What a person may do, by app/staff/permissions.lua.
CREATE TABLE staff_role (
  staff_id uuid NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
  mall_id  uuid REFERENCES mall (id),                               -- null: all of them
  role     text NOT NULL CHECK (role IN ('owner', 'manager', 'merchandiser', 'cs', 'developer', 'reader')),
  CONSTRAINT staff_role_once UNIQUE NULLS NOT DISTINCT (staff_id, mall_id)
);

-- The way in without the telephone: each once.
CREATE TABLE staff_recovery (
  staff_id uuid NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
  hint     text NOT NULL CHECK (length(hint) = 2),                  -- its first letters, so that one is hashed and not ten
  hash     text NOT NULL,                                           -- of the rest
  used_at  timestamptz,
  PRIMARY KEY (staff_id, hint)
);

-- One browser of one person. The cookie's secret is not in it, only its SHA-256. A step of the log-in has a row as well, and
-- each step has another secret than the one before.
CREATE TABLE staff_session (
  id          uuid PRIMARY KEY DEFAULT uuid7(),
  secret_hash bytea NOT NULL UNIQUE CHECK (length(secret_hash) = 32),
  staff_id    uuid NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
  stage       text NOT NULL CHECK (stage IN ('code', 'enrol', 'open')),  -- what is missing; open: nothing
  mall_id     uuid REFERENCES mall (id),                            -- the one that is worked on; null: the host's
  address     inet NOT NULL,
  agent       text NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  seen_at     timestamptz NOT NULL DEFAULT now(),
  proved_at   timestamptz,                                          -- a code was typed last
  expires_at  timestamptz NOT NULL
);
CREATE INDEX staff_session_by_staff ON staff_session (staff_id);
CREATE INDEX staff_session_by_expiry ON staff_session (expires_at);

-- The way to an account: a link that works once. One without an address makes the first owner.
CREATE TABLE staff_invite (
  id          uuid PRIMARY KEY DEFAULT uuid7(),
  secret_hash bytea NOT NULL UNIQUE CHECK (length(secret_hash) = 32),
  email       text CHECK (email = lower(email)),
  role        text NOT NULL,
  mall_id     uuid REFERENCES mall (id),
  invited_by  text NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  expires_at  timestamptz NOT NULL,
  used_at     timestamptz
);
CREATE INDEX staff_invite_by_expiry ON staff_invite (expires_at);

-- Browsers that somebody has logged in with: a new one is told of.
CREATE TABLE staff_device (
  staff_id    uuid NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
  secret_hash bytea NOT NULL CHECK (length(secret_hash) = 32),
  agent       text NOT NULL,
  address     inet NOT NULL,
  first_at    timestamptz NOT NULL DEFAULT now(),
  last_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (staff_id, secret_hash)
);

-- Where from the back office may be used; no row: from everywhere.
CREATE TABLE staff_network (
  network    cidr PRIMARY KEY,
  note       text NOT NULL DEFAULT '' CHECK (length(note) <= 100),
  created_at timestamptz NOT NULL DEFAULT now()
);

-- Wrong passwords and codes, by what was tried and from where; the subject is a keyed hash, the same for accounts that are
-- there and that are not.
CREATE TABLE staff_failure (
  subject      bytea PRIMARY KEY CHECK (length(subject) = 32),
  count        integer NOT NULL DEFAULT 1 CHECK (count > 0),
  at           timestamptz NOT NULL DEFAULT now(),
  locked_until timestamptz
);
CREATE INDEX staff_failure_by_age ON staff_failure (at);

-- What was done and what was looked at. Each entry's hash is that of its content and of the hash before it, so that no entry
-- can be changed, removed, put in between or moved without all after it being wrong; the newest hash, kept elsewhere, tells
-- whether any was cut off.
CREATE TABLE audit_entry (
  seq        bigint PRIMARY KEY CHECK (seq > 0),
  at         timestamptz NOT NULL,
  staff_id   uuid,                                                  -- no reference: the log outlives the account
  staff      text NOT NULL,                                         -- an address, "shell:user", "job:name"
  role       text NOT NULL DEFAULT '',
  mall_id    uuid,
  action     text NOT NULL CHECK (action ~ '^[a-z_]+\.[a-z_.]+$'),
  kind       text NOT NULL DEFAULT '',
  subject    text NOT NULL DEFAULT '',
  whose      text NOT NULL DEFAULT '',                              -- the member whose personal data it was
  why        text NOT NULL DEFAULT '',
  address    text NOT NULL DEFAULT '',
  agent      text NOT NULL DEFAULT '',
  request_id text NOT NULL DEFAULT '',
  changes    jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(changes) = 'object'),
  prev_hash  bytea NOT NULL CHECK (length(prev_hash) = 32),
  hash       bytea NOT NULL CHECK (length(hash) = 32)
);
CREATE INDEX audit_entry_by_time ON audit_entry (at);
CREATE INDEX audit_entry_by_staff ON audit_entry (staff, seq);
CREATE INDEX audit_entry_by_action ON audit_entry (action, seq);
CREATE INDEX audit_entry_by_subject ON audit_entry (kind, subject, seq);
CREATE INDEX audit_entry_by_whose ON audit_entry (whose, seq) WHERE whose <> '';

-- The end of the chain: its row's lock is what lets one entry follow another.
CREATE TABLE audit_head (
  one  boolean PRIMARY KEY DEFAULT true CHECK (one),
  seq  bigint NOT NULL CHECK (seq >= 0),
  hash bytea NOT NULL CHECK (length(hash) = 32)
);
INSERT INTO audit_head (seq, hash) VALUES (0, decode(repeat('00', 32), 'hex'));

-- Who writes an entry says what happened; its number, its moment and its place in the chain are given here. What is hashed is
-- written anew in app/audit/store.lua, so that a check believes nothing that lies in the database.
CREATE FUNCTION chain_audit_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  head audit_head;
BEGIN
  SELECT * INTO head FROM audit_head FOR UPDATE;
  NEW.seq := head.seq + 1;
  NEW.at := clock_timestamp();
  NEW.prev_hash := head.hash;
  NEW.hash := sha256(NEW.prev_hash || convert_to(jsonb_build_array(1, NEW.seq, extract(epoch FROM NEW.at), NEW.staff_id,
    NEW.staff, NEW.role, NEW.mall_id, NEW.action, NEW.kind, NEW.subject, NEW.whose, NEW.why, NEW.address, NEW.agent,
    NEW.request_id, NEW.changes)::text, 'UTF8'));
  UPDATE audit_head SET seq = NEW.seq, hash = NEW.hash;
  RETURN NEW;
END $$;
CREATE TRIGGER audit_entry_chained BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION chain_audit_entry();

REVOKE UPDATE, DELETE ON audit_entry FROM sijang_app;
REVOKE INSERT, UPDATE, DELETE ON audit_head FROM sijang_app;
