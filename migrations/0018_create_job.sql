-- Work that happens after the request. A job is a row that is inserted in the transaction of what caused it, claimed by one
-- worker under a lease, and run at least once; what it does has one effect because it is idempotent, or because the job ends
-- in the very transaction of its effect. Redis only rings a bell. Jobs belong to the installation: workers claim those of all
-- malls at once, so mall_id is a column here and leads no key.

-- Several jobs and the one that follows when the last of them has ended.
CREATE TABLE job_batch (
  id           uuid PRIMARY KEY DEFAULT uuid7(),
  mall_id      uuid REFERENCES mall (id),                  -- null: the installation's
  total        integer NOT NULL,
  remaining    integer NOT NULL,
  failed       integer NOT NULL DEFAULT 0,                 -- dead letters among those that ended
  kind         text NOT NULL,                              -- of the job that follows
  format       smallint NOT NULL DEFAULT 1,
  args         jsonb NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  completed_at timestamptz,
  CONSTRAINT job_batch_counts CHECK (total > 0 AND remaining BETWEEN 0 AND total AND failed BETWEEN 0 AND total - remaining),
  CONSTRAINT job_batch_completes CHECK ((completed_at IS NOT NULL) = (remaining = 0))
);

-- What has not ended, and dead letters: those that were given up and wait for a person. What was done is in job_history.
CREATE TABLE job (
  id           uuid PRIMARY KEY DEFAULT uuid7(),           -- also the key by which its effects are idempotent
  mall_id      uuid REFERENCES mall (id),                  -- null: the installation's
  kind         text NOT NULL,
  format       smallint NOT NULL DEFAULT 1,                -- of its args: two releases may both see it
  args         jsonb NOT NULL,                             -- ids, no personal data
  state        text NOT NULL,
  priority     smallint NOT NULL DEFAULT 5,                -- 1 first
  run_at       timestamptz NOT NULL,
  attempt      integer NOT NULL DEFAULT 0,                 -- counted when claimed, so that whatever kills its worker ends too
  max_attempts integer NOT NULL DEFAULT 10,                -- as its kind said when it was claimed
  started_at   timestamptz,                                -- of the newest attempt
  lease_until  timestamptz,
  lease_token  uuid,                                       -- who comes back without it changes nothing
  leased_by    text,
  unique_key   text,
  batch_id     uuid REFERENCES job_batch (id),
  slot_name    text,                                       -- of the schedule that it came from
  release      text,                                       -- the sha of the one that enqueued it; null: the tree's own logic
  trace        text,                                       -- what caused it: a request's id, another job's
  last_error   text NOT NULL DEFAULT '',
  created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  died_at      timestamptz,
  CONSTRAINT job_kind CHECK (kind ~ '^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$' AND length(kind) <= 100),
  CONSTRAINT job_format CHECK (format > 0),
  CONSTRAINT job_args CHECK (jsonb_typeof(args) = 'object' AND octet_length(args::text) <= 20480),
  CONSTRAINT job_state CHECK (state IN ('scheduled', 'ready', 'running', 'dead')),
  CONSTRAINT job_priority CHECK (priority BETWEEN 1 AND 9),
  CONSTRAINT job_attempts CHECK (attempt >= 0 AND max_attempts > 0),
  CONSTRAINT job_lease CHECK ((state = 'running') = (lease_token IS NOT NULL)
    AND (state = 'running') = (lease_until IS NOT NULL) AND (state = 'running') = (leased_by IS NOT NULL)),
  CONSTRAINT job_death CHECK ((state = 'dead') = (died_at IS NOT NULL)),
  CONSTRAINT job_unique_key CHECK (length(unique_key) BETWEEN 1 AND 200),
  CONSTRAINT job_error CHECK (length(last_error) <= 4000)
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
  autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 5000);
CREATE INDEX job_ready ON job (kind, priority, run_at, id) WHERE state = 'ready';
CREATE INDEX job_scheduled ON job (run_at) WHERE state = 'scheduled';
CREATE INDEX job_running ON job (kind, lease_until) WHERE state = 'running';
CREATE INDEX job_dead ON job (died_at) WHERE state = 'dead';
CREATE INDEX job_by_batch ON job (batch_id) WHERE batch_id IS NOT NULL;
CREATE INDEX job_by_mall ON job (mall_id) WHERE mall_id IS NOT NULL;
-- To enqueue the same thing again while it has not ended changes nothing.
CREATE UNIQUE INDEX job_unique ON job (kind, mall_id, unique_key) NULLS NOT DISTINCT
  WHERE unique_key IS NOT NULL AND state <> 'dead';

-- What ended well, or was taken back before it began. A ring of nine days: seven whole ones are kept and today is written;
-- the day to come is emptied by one TRUNCATE, which takes no time and leaves nothing to vacuum, and no partition has to be
-- made in time for anything to be written.
CREATE FUNCTION job_ring(at timestamptz) RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT ((floor(extract(epoch FROM at))::bigint + 32400) / 86400 % 9)::smallint -- days of Seoul
$$;

CREATE TABLE job_history (
  ring        smallint NOT NULL,
  id          uuid NOT NULL,
  mall_id     uuid,
  kind        text NOT NULL,
  format      smallint NOT NULL,
  args        jsonb NOT NULL,
  outcome     text NOT NULL,
  priority    smallint NOT NULL,
  attempt     integer NOT NULL,
  run_at      timestamptz NOT NULL,
  created_at  timestamptz NOT NULL,
  started_at  timestamptz,
  finished_at timestamptz NOT NULL,
  leased_by   text,
  unique_key  text,
  batch_id    uuid,
  slot_name   text,
  release     text,
  trace       text,
  CONSTRAINT job_history_once PRIMARY KEY (ring, id),
  CONSTRAINT job_history_outcome CHECK (outcome IN ('done', 'cancelled'))
) PARTITION BY LIST (ring);
CREATE INDEX job_history_by_kind ON job_history (kind, finished_at);

DO $$
BEGIN
  FOR ring IN 0..8 LOOP
    EXECUTE format('CREATE TABLE job_history_%s PARTITION OF job_history FOR VALUES IN (%s)', ring, ring);
    EXECUTE format('REVOKE UPDATE, DELETE ON job_history_%s FROM sijang_app', ring);
  END LOOP;
END $$;
REVOKE UPDATE, DELETE ON job_history FROM sijang_app;

-- Empties tomorrow's day of the ring. The application may not truncate; it may do this.
CREATE FUNCTION forget_job_history() RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  ring integer := job_ring(now() + interval '1 day');
  filled boolean;
BEGIN
  EXECUTE format('SELECT EXISTS (SELECT FROM job_history_%s)', ring) INTO filled;
  IF filled THEN EXECUTE format('TRUNCATE job_history_%s', ring); END IF;
  RETURN filled;
END $$;
REVOKE EXECUTE ON FUNCTION forget_job_history() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_job_history() TO sijang_app;

-- What the clock asked for: each slot of a schedule once, however many nodes look at it, in one transaction with its job.
CREATE TABLE job_slot (
  name        text NOT NULL,
  slot        timestamptz NOT NULL,
  manual      boolean NOT NULL DEFAULT false,              -- somebody asked for it now
  job_id      uuid,                                        -- null: there was no run
  outcome     text,                                        -- null: it waits or runs
  fired_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  finished_at timestamptz,
  PRIMARY KEY (name, slot),
  CONSTRAINT job_slot_outcome CHECK (outcome IN ('done', 'dead', 'cancelled', 'missed', 'overlapped')),
  CONSTRAINT job_slot_ran CHECK ((job_id IS NULL) = (outcome IS NOT NULL AND outcome IN ('missed', 'overlapped')))
);
CREATE INDEX job_slot_by_job ON job_slot (job_id) WHERE job_id IS NOT NULL;

-- A kind of which only so many may run at once, or so many a time: who claims some holds its row meanwhile.
CREATE TABLE job_limit (
  kind      text PRIMARY KEY,
  tokens    double precision NOT NULL,                     -- what may begin now, of a rate
  filled_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
