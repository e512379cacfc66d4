-- Money as others tell of it: notices of providers, deposits on the mall's own account, what a nightly comparison found, and
-- what a provider says that it pays out. Nothing of it is the truth about an order; it is what moves one, or a person.

-- What providers told us, as it came, before anything is made of it. What is told again counts again in `times`.
CREATE TABLE payment_notice (
  mall_id     uuid NOT NULL REFERENCES mall (id),
  id          uuid NOT NULL DEFAULT uuid7(),
  provider    text NOT NULL,
  event_key   text NOT NULL,                -- the provider's name of the event, or the digest of what cannot be read
  kind        text NOT NULL DEFAULT '',     -- deposit | deposit_cancelled | changed; '' what cannot be read
  reference   text NOT NULL DEFAULT '',     -- which attempt it is about, as it says
  body        bytea NOT NULL,
  headers     jsonb NOT NULL DEFAULT '{}',
  address     text NOT NULL,
  times       integer NOT NULL DEFAULT 1,
  state       text NOT NULL DEFAULT 'received'
              CONSTRAINT payment_notice_state_is_known CHECK (state IN ('received', 'handled', 'refused', 'parked')),
  outcome     text NOT NULL DEFAULT '',     -- what came of it: paid, no_change, unknown_order, forged …
  received_at timestamptz NOT NULL DEFAULT now(),
  handled_at  timestamptz,
  PRIMARY KEY (mall_id, id),
  UNIQUE (mall_id, provider, event_key),
  CONSTRAINT payment_notice_is_handled_or_waits CHECK ((state = 'received') = (handled_at IS NULL))
);
CREATE INDEX payment_notice_by_age ON payment_notice (received_at);
CREATE INDEX payment_notice_by_reference ON payment_notice (mall_id, reference);

-- A statement of the bank as it was uploaded: its rows are looked at before anything is made of them.
CREATE TABLE deposit_file (
  mall_id    uuid NOT NULL REFERENCES mall (id),
  id         uuid NOT NULL DEFAULT uuid7(),
  name       text NOT NULL,
  account    text NOT NULL DEFAULT '',      -- as the file says
  rows       jsonb NOT NULL,                -- what was read: deposits, and what was not, with the reason
  actor      text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  taken_at   timestamptz,
  taken      jsonb,                         -- how many were new, matched, known before
  PRIMARY KEY (mall_id, id)
);
CREATE INDEX deposit_file_by_time ON deposit_file (mall_id, created_at DESC);

-- Money that came to the mall's own account.
CREATE TABLE deposit (
  mall_id    uuid NOT NULL REFERENCES mall (id),
  id         uuid NOT NULL DEFAULT uuid7(),
  file_id    uuid,                          -- NULL: written down by hand
  digest     bytea NOT NULL CHECK (length(digest) = 32),
  account    text NOT NULL DEFAULT '',
  at         timestamptz NOT NULL,
  amount     bigint NOT NULL CHECK (amount >= 0 AND amount BETWEEN 1 AND 1000000000000),
  depositor  text NOT NULL,
  memo       text NOT NULL DEFAULT '',
  state      text NOT NULL DEFAULT 'open'
             CONSTRAINT deposit_state_is_known CHECK (state IN ('open', 'assigned', 'returning', 'returned', 'ignored')),
  lane       text NOT NULL DEFAULT 'unknown'  -- why nobody but a person can say whose it is, or how it was found
             CONSTRAINT deposit_lane_is_known CHECK (lane IN ('exact', 'several', 'over', 'under', 'late', 'twice', 'unknown')),
  candidates jsonb NOT NULL DEFAULT '[]',   -- order numbers that it may be for, the likeliest first
  order_id   uuid,
  payment_id uuid,
  reason     text NOT NULL DEFAULT '',
  sealed     bytea,                         -- where it goes back to: bank, number, holder, sealed
  actor      text NOT NULL DEFAULT '',
  version    integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  decided_at timestamptz,
  PRIMARY KEY (mall_id, id),
  UNIQUE (mall_id, digest),
  FOREIGN KEY (mall_id, file_id) REFERENCES deposit_file (mall_id, id),
  FOREIGN KEY (mall_id, payment_id) REFERENCES payment (mall_id, id),
  CONSTRAINT deposit_is_somebodys_when_assigned CHECK ((state = 'assigned') = (payment_id IS NOT NULL)),
  CONSTRAINT deposit_is_decided_or_open CHECK ((state = 'open') = (decided_at IS NULL))
);
CREATE INDEX deposit_by_state ON deposit (mall_id, state, at DESC);
CREATE INDEX deposit_by_payment ON deposit (mall_id, payment_id) WHERE payment_id IS NOT NULL;

-- What a comparison with the providers found: a run, and what differed.
CREATE TABLE reconciliation (
  mall_id     uuid NOT NULL REFERENCES mall (id),
  id          uuid NOT NULL DEFAULT uuid7(),
  day         date NOT NULL,
  compared    integer NOT NULL DEFAULT 0,
  unanswered  integer NOT NULL DEFAULT 0,
  started_at  timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz,
  PRIMARY KEY (mall_id, id),
  UNIQUE (mall_id, day)
);
CREATE TABLE reconciliation_difference (
  mall_id           uuid NOT NULL,
  reconciliation_id uuid NOT NULL,
  payment_id        uuid NOT NULL,
  what              text NOT NULL,          -- state | captured | cancelled | amount | unknown_there
  ours              text NOT NULL,
  theirs            text NOT NULL,
  found_at          timestamptz NOT NULL DEFAULT now(),
  settled_at        timestamptz,
  settled_by        text NOT NULL DEFAULT '',
  note              text NOT NULL DEFAULT '',
  PRIMARY KEY (mall_id, reconciliation_id, payment_id, what),
  FOREIGN KEY (mall_id, reconciliation_id) REFERENCES reconciliation (mall_id, id),
  FOREIGN KEY (mall_id, payment_id) REFERENCES payment (mall_id, id)
);

-- What a provider says that it pays out, a row for each payment and each cancellation. Amounts of cancellations are what is
-- taken off, so that every amount is one: the kind says which way it goes.
CREATE TABLE settlement_line (
  mall_id        uuid NOT NULL REFERENCES mall (id),
  id             uuid NOT NULL DEFAULT uuid7(),
  provider       text NOT NULL,
  line_key       text NOT NULL,             -- the provider's name of the row
  kind           text NOT NULL CONSTRAINT settlement_kind_is_known CHECK (kind IN ('pay', 'cancel')),
  transaction_id text NOT NULL DEFAULT '',
  reference      text NOT NULL DEFAULT '',
  method         text NOT NULL DEFAULT '',
  gross          bigint NOT NULL CHECK (gross >= 0 AND gross <= 1000000000000),
  fee            bigint NOT NULL CHECK (fee >= 0 AND fee <= 1000000000000),
  fee_vat        bigint NOT NULL CHECK (fee_vat >= 0 AND fee_vat <= 1000000000000),
  net            bigint NOT NULL CHECK (net >= 0 AND net <= 1000000000000),
  sold_on        date NOT NULL,
  paid_out_on    date,
  imported_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (mall_id, id),
  UNIQUE (mall_id, provider, line_key)
);
CREATE INDEX settlement_by_reference ON settlement_line (mall_id, provider, reference);
CREATE INDEX settlement_by_day ON settlement_line (mall_id, sold_on);
