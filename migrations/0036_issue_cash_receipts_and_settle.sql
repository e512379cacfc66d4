-- Cash receipts for money that came as cash, and what providers keep for themselves before they pay out: the files that say
-- so, what differs from what we know, and the books of both.

-- ── Cash receipts ──

CREATE TABLE cash_receipt (
  mall_id         uuid NOT NULL REFERENCES mall (id),
  id              uuid NOT NULL DEFAULT uuid7(),
  order_id        uuid NOT NULL,
  payment_id      uuid NOT NULL,
  seq             smallint NOT NULL CHECK (seq >= 1),
  kind            text NOT NULL CONSTRAINT cash_receipt_kind_is_known CHECK (kind IN ('income', 'business')),
  state           text NOT NULL DEFAULT 'wanted'
                  CONSTRAINT cash_receipt_state_is_known CHECK (state IN ('wanted', 'asked', 'issued', 'cancelling', 'cancelled', 'dropped')),
  by_hand         boolean NOT NULL DEFAULT false,   -- no machine goes on here: a person does
  within_payment  boolean NOT NULL DEFAULT false,   -- the provider issues and cancels it together with its payment
  provider        text NOT NULL DEFAULT '',         -- who issued it; '' where staff did
  amount          bigint NOT NULL CHECK (amount >= 0 AND amount <= 1000000000000),
  tax_free_amount bigint NOT NULL DEFAULT 0 CHECK (tax_free_amount >= 0 AND tax_free_amount <= 1000000000000),
  vat_amount      bigint NOT NULL DEFAULT 0 CHECK (vat_amount >= 0 AND vat_amount <= 1000000000000),
  receipt_key     text NOT NULL DEFAULT '',         -- the provider's name of it
  issue_number    text NOT NULL DEFAULT '',         -- the tax office's
  url             text NOT NULL DEFAULT '',
  problem         text NOT NULL DEFAULT '',         -- why a person is needed
  problem_text    text NOT NULL DEFAULT '',
  actor           text NOT NULL DEFAULT '',         -- of the staff, who did what a machine did not
  asking          smallint NOT NULL DEFAULT 1,      -- who refused remembers that: asked anew, it is another question
  version         integer NOT NULL DEFAULT 1,
  created_at      timestamptz NOT NULL DEFAULT now(),
  asked_at        timestamptz,
  issued_at       timestamptz,
  cancelled_at    timestamptz,
  PRIMARY KEY (mall_id, id),
  UNIQUE (mall_id, payment_id, seq),
  CONSTRAINT cash_receipt_parts_fit CHECK (tax_free_amount + vat_amount <= amount),
  FOREIGN KEY (mall_id, order_id, payment_id) REFERENCES payment (mall_id, order_id, id)
);
-- One payment has one receipt that is in force or on its way.
CREATE UNIQUE INDEX cash_receipt_alive ON cash_receipt (mall_id, payment_id) WHERE state IN ('wanted', 'asked', 'issued', 'cancelling');
CREATE INDEX cash_receipt_by_order ON cash_receipt (mall_id, order_id);
CREATE INDEX cash_receipt_by_time ON cash_receipt (mall_id, created_at DESC);
CREATE INDEX cash_receipt_by_hand ON cash_receipt (mall_id, created_at) WHERE by_hand AND state IN ('wanted', 'asked', 'cancelling');

-- ── Settlements ──

-- A provider's file as it was uploaded: its rows are looked at before anything is made of them.
CREATE TABLE settlement_file (
  mall_id    uuid NOT NULL REFERENCES mall (id),
  id         uuid NOT NULL DEFAULT uuid7(),
  provider   text NOT NULL,
  name       text NOT NULL,
  rows       jsonb NOT NULL,                -- what was read, and what was not, with the reason
  actor      text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  taken_at   timestamptz,
  taken      jsonb,                         -- how many were new, matched, known before
  PRIMARY KEY (mall_id, id)
);
CREATE INDEX settlement_file_by_time ON settlement_file (mall_id, created_at DESC);

ALTER TABLE settlement_line
  ADD file_id         uuid,
  ADD order_id        uuid,                 -- whose money it is, once it was found
  ADD payment_id      uuid,
  ADD expected_fee    bigint CHECK (expected_fee >= 0 AND expected_fee <= 1000000000000),         -- by the contract; NULL: it does not say
  ADD expected_vat    bigint CHECK (expected_vat >= 0 AND expected_vat <= 1000000000000),
  ADD fee_booked_at   timestamptz,
  ADD payout_booked_at timestamptz,
  ADD FOREIGN KEY (mall_id, file_id) REFERENCES settlement_file (mall_id, id),
  ADD FOREIGN KEY (mall_id, order_id, payment_id) REFERENCES payment (mall_id, order_id, id),
  ADD CONSTRAINT settlement_line_is_booked_for_somebody CHECK (payment_id IS NOT NULL OR fee_booked_at IS NULL),
  ADD CONSTRAINT settlement_line_is_paid_out_after_its_fee CHECK (fee_booked_at IS NOT NULL OR payout_booked_at IS NULL);
CREATE INDEX settlement_line_by_payment ON settlement_line (mall_id, payment_id) WHERE payment_id IS NOT NULL;
-- What is not in the books yet, in the order in which orders are locked.
CREATE INDEX settlement_line_fee_due ON settlement_line (mall_id, order_id, id) WHERE payment_id IS NOT NULL AND fee_booked_at IS NULL;
CREATE INDEX settlement_line_payout_due ON settlement_line (mall_id, order_id, id)
  WHERE payment_id IS NOT NULL AND fee_booked_at IS NOT NULL AND payout_booked_at IS NULL;

CREATE TABLE settlement_difference (
  mall_id      uuid NOT NULL REFERENCES mall (id),
  id           uuid NOT NULL DEFAULT uuid7(),
  provider     text NOT NULL,
  subject      text NOT NULL,               -- the line or the payment that it is about
  what         text NOT NULL CONSTRAINT settlement_difference_is_known
               CHECK (what IN ('no_payment', 'amount', 'returned', 'fee', 'sum', 'missing', 'missing_cancel')),
  line_id      uuid,
  payment_id   uuid,
  day          date NOT NULL,
  ours         bigint NOT NULL CHECK (ours >= 0 AND ours <= 1000000000000),
  theirs       bigint NOT NULL CHECK (theirs >= 0 AND theirs <= 1000000000000),
  found_at     timestamptz NOT NULL DEFAULT now(),
  explained_at timestamptz,
  explained_by text NOT NULL DEFAULT '',
  note         text NOT NULL DEFAULT '',
  PRIMARY KEY (mall_id, id),
  UNIQUE (mall_id, provider, subject, what),
  FOREIGN KEY (mall_id, line_id) REFERENCES settlement_line (mall_id, id),
  FOREIGN KEY (mall_id, payment_id) REFERENCES payment (mall_id, id)
);
CREATE INDEX settlement_difference_open ON settlement_difference (mall_id, day DESC) WHERE explained_at IS NULL;

-- ── The books: what a provider keeps, and what it has paid out ──

ALTER TABLE ledger_entry DROP CONSTRAINT ledger_entry_account;
ALTER TABLE ledger_entry ADD CONSTRAINT ledger_entry_account CHECK (account ~
  '^(receivable|points|sales:goods|sales:shipping|discount|fees:claim|fees:payment|fees:payment_vat|paid_out|suspense|cash:[a-z_0-9]+)$') NOT VALID;
ALTER TABLE ledger_entry VALIDATE CONSTRAINT ledger_entry_account;
