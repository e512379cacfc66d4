-- Releases of the shop's logic, what is deployed, and what the nodes say of it. They belong to the installation and not to
-- a mall: one node runs one logic for all of its malls, unless a deployment names one of them.
--
-- Nothing here is believed because it is here. A node runs a release only if a key whose public half lies on its own disk
-- has signed it, and if every content has the hash that was signed.

-- Contents of files, each kept once however many releases have it.
CREATE TABLE release_blob (
  sha256 bytea PRIMARY KEY CHECK (length(sha256) = 32),   -- of the content
  bytes  integer NOT NULL CHECK (bytes >= 0),
  packed bytea NOT NULL                                   -- zstd
);
-- They are packed already.
ALTER TABLE release_blob ALTER packed SET STORAGE EXTERNAL;

-- The sha is that of the paths and the contents alone: the same tree is the same release, whoever stores it. Author,
-- message and schema are those of the first who did, for lists; what counts is the signed statement.
CREATE TABLE release (
  sha        bytea PRIMARY KEY CHECK (length(sha) = 32),
  author     text NOT NULL,
  message    text NOT NULL,
  base       bytea CHECK (length(base) = 32),             -- may have been thrown away since: no reference
  schema_min integer NOT NULL CHECK (schema_min > 0),
  schema_max integer NOT NULL,
  files      integer NOT NULL CHECK (files > 0),
  bytes      integer NOT NULL CHECK (bytes > 0),
  created_at timestamptz NOT NULL,
  stored_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  CHECK (schema_min <= schema_max)
);
CREATE INDEX release_by_age ON release (stored_at);

-- One for each key that vouched for it: after a key was revoked, the same tree can be signed by another.
CREATE TABLE release_signature (
  sha       bytea NOT NULL REFERENCES release (sha) ON DELETE CASCADE,
  key       bytea NOT NULL CHECK (length(key) = 32),      -- the sha256 of the public key
  statement text NOT NULL,
  signature bytea NOT NULL CHECK (length(signature) = 64),
  stored_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (sha, key)
);

-- Which contents a release holds on to; what its paths are called stands in the statement.
CREATE TABLE release_content (
  sha    bytea NOT NULL REFERENCES release (sha) ON DELETE CASCADE,
  sha256 bytea NOT NULL REFERENCES release_blob (sha256),
  PRIMARY KEY (sha, sha256)
);
CREATE INDEX release_content_by_blob ON release_content (sha256);

-- What was live, since when, by whom and why: the newest row that names a mall, or all of them, holds for it. A rollback is
-- a row like any other. The epoch is given by who deploys: of two at the same moment, one finds it taken.
CREATE TABLE deployment (
  epoch   integer PRIMARY KEY CHECK (epoch > 0),
  mall_id uuid REFERENCES mall (id),                      -- null: all
  stable  bytea NOT NULL REFERENCES release (sha),
  canary  bytea REFERENCES release (sha),
  percent integer NOT NULL DEFAULT 0 CHECK (percent BETWEEN 0 AND 100),
  who     text NOT NULL,
  why     text NOT NULL,
  at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  CHECK ((canary IS NULL) = (percent = 0)),
  CHECK (canary <> stable)
);
CREATE INDEX deployment_by_mall ON deployment (mall_id, epoch);
CREATE INDEX deployment_by_stable ON deployment (stable);
CREATE INDEX deployment_by_canary ON deployment (canary);

-- A machine that serves. Alive is who was seen lately, by this database's clock.
CREATE TABLE node (
  id         uuid PRIMARY KEY DEFAULT uuid7(),
  name       text NOT NULL,
  started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  seen_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- What a node answered when it was asked to build a release, each time it was asked.
CREATE TABLE node_release (
  node_id uuid NOT NULL REFERENCES node (id) ON DELETE CASCADE,
  sha     bytea NOT NULL REFERENCES release (sha) ON DELETE CASCADE,
  at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  sound   boolean NOT NULL,
  reason  text NOT NULL DEFAULT '',                       -- file, line and reason when it is not
  PRIMARY KEY (node_id, sha, at),
  CHECK (sound = (reason = ''))
);
CREATE INDEX node_release_by_sha ON node_release (sha);

-- A release never changes. It may be thrown away when it is old, and takes along what was said of it, but not while a
-- deployment names it; and what was deployed stays written.
REVOKE UPDATE ON release_blob, release FROM sijang_app;
REVOKE UPDATE, DELETE ON release_signature, release_content, deployment, node_release FROM sijang_app;
