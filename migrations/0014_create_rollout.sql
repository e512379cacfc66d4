-- How a release comes to be deployed, and what nodes and canaries show meanwhile. Like releases, these belong to the
-- installation.

-- An attempt to make a release live: opened by who deploys, answered by every node (node_release), and closed with an
-- outcome. Never deleted: it is the record of who tried what, from where, why, and what came of it.
CREATE TABLE rollout (
  id         uuid PRIMARY KEY DEFAULT uuid7(),
  kind       text NOT NULL CHECK (kind IN ('deploy', 'canary', 'promote', 'rollback')),
  mall_id    uuid REFERENCES mall (id),                    -- null: all
  base_epoch integer NOT NULL CHECK (base_epoch >= 0),     -- the newest epoch when it was opened; 0: nothing was deployed
  -- What would be live, and tried, if it ends well. A refused one may have been thrown away since: no reference.
  stable     bytea NOT NULL CHECK (length(stable) = 32),
  canary     bytea CHECK (length(canary) = 32),
  percent    integer NOT NULL DEFAULT 0 CHECK (percent BETWEEN 0 AND 100),
  who        text NOT NULL,
  host       text NOT NULL,                                -- the machine it was asked from
  why        text NOT NULL,
  opened_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  seen_at    timestamptz NOT NULL DEFAULT clock_timestamp(),  -- who deploys was alive then
  closed_at  timestamptz,
  outcome    text CHECK (outcome IN ('live', 'refused', 'abandoned')),
  reason     text NOT NULL DEFAULT '',
  epoch      integer REFERENCES deployment (epoch),        -- what it became
  CHECK ((canary IS NULL) = (percent = 0)),
  CHECK (canary <> stable),
  CHECK ((closed_at IS NULL) = (outcome IS NULL)),
  CHECK ((epoch IS NOT NULL) = (outcome IS NOT DISTINCT FROM 'live'))
);
-- One at a time in the whole installation; who comes second is told who is first.
CREATE UNIQUE INDEX rollout_open ON rollout ((true)) WHERE closed_at IS NULL;
CREATE INDEX rollout_by_age ON rollout (opened_at);

-- How long a canary is watched, and whether it is promoted if all is well then or waits to be.
ALTER TABLE deployment
  ADD watch_seconds integer NOT NULL DEFAULT 0 CHECK (watch_seconds BETWEEN 0 AND 604800),
  ADD promotes boolean NOT NULL DEFAULT false;

-- Nothing goes live while somebody holds the installation still: the row that is not lifted.
CREATE TABLE deploy_freeze (
  id        uuid PRIMARY KEY DEFAULT uuid7(),
  who       text NOT NULL,
  why       text NOT NULL,
  at        timestamptz NOT NULL DEFAULT clock_timestamp(),
  lifted_at timestamptz,
  lifted_by text,
  CHECK ((lifted_at IS NULL) = (lifted_by IS NULL))
);
CREATE UNIQUE INDEX deploy_freeze_open ON deploy_freeze ((true)) WHERE lifted_at IS NULL;

-- What a node serves. State "starting": it has not served yet; "serving"; "alone": it serves what it kept, without having
-- heard from the database; "ending".
ALTER TABLE node
  ADD host    text NOT NULL DEFAULT '',
  ADD version text NOT NULL DEFAULT '',                    -- of the program
  ADD state   text NOT NULL DEFAULT 'starting' CHECK (state IN ('starting', 'serving', 'alone', 'ending')),
  ADD epoch   integer;                                     -- the deployment it serves; null: its own folder's logic
CREATE INDEX node_by_age ON node (seen_at);

-- The attempt that a node answered, and how long its build took.
ALTER TABLE node_release
  ADD rollout_id   uuid REFERENCES rollout (id),
  ADD milliseconds integer NOT NULL DEFAULT 0 CHECK (milliseconds >= 0);
CREATE INDEX node_release_by_rollout ON node_release (rollout_id);

-- What each version did on each node while an epoch held: counted in the workers, added up by the node. Latencies are in
-- buckets, so that those of nodes can be added: bucket i (from 1) counts answers below 1.25^i milliseconds and not below
-- those of the bucket before.
CREATE TABLE node_count (
  node_id  uuid NOT NULL REFERENCES node (id) ON DELETE CASCADE,
  epoch    integer NOT NULL REFERENCES deployment (epoch) ON DELETE CASCADE,
  sha      bytea NOT NULL REFERENCES release (sha) ON DELETE CASCADE,
  requests integer NOT NULL DEFAULT 0 CHECK (requests >= 0),
  failed   integer NOT NULL DEFAULT 0 CHECK (failed >= 0),  -- answered with 5xx
  thrown   integer NOT NULL DEFAULT 0 CHECK (thrown >= 0),  -- uncaught errors
  money    integer NOT NULL DEFAULT 0 CHECK (money >= 0),   -- amounts that did not add up
  latency  integer[] NOT NULL DEFAULT '{}',
  at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (node_id, epoch, sha)
);
CREATE INDEX node_count_by_epoch ON node_count (epoch, sha);

REVOKE DELETE ON rollout, deploy_freeze FROM sijang_app;
