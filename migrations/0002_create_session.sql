-- Sessions: what a browser's cookie stands for. A row exists only once something is remembered; the cookie's secret is not
-- in it, only its SHA-256, so that who reads this table cannot take anyone's place.

CREATE TABLE session (
  mall_id    uuid NOT NULL REFERENCES mall (id),
  sid_hash   bytea NOT NULL CHECK (octet_length(sid_hash) = 32),
  format     smallint NOT NULL DEFAULT 1,
  data       jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(data) = 'object' AND octet_length(data::text) <= 16384),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (mall_id, sid_hash)
);
CREATE INDEX session_by_expiry ON session (expires_at);
