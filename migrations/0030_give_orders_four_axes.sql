-- An order stands on four axes: its payments, the units of its lines, its claims and its refunds. What happened to each is
-- order_event, append-only; payment, order_portion, claim and refund are where each stands; order.status is the label that
-- is derived of them, kept so that lists can ask for it, and never the truth. Every movement of money is in the books.

-- ── Payment: one attempt to pay ──

ALTER TABLE payment
  DROP CONSTRAINT payment_method_check,
  DROP CONSTRAINT payment_status_check,
  DROP CONSTRAINT payment_check,
  ALTER bank DROP NOT NULL,
  ALTER account_number DROP NOT NULL,
  ALTER account_holder DROP NOT NULL,
  ALTER depositor DROP NOT NULL,
  ALTER due_at DROP NOT NULL,
  ADD seq             smallint,
  ADD provider        text,
  ADD reference       text,
  ADD transaction_id  text,
  ADD tax_free_amount bigint NOT NULL DEFAULT 0 CHECK (tax_free_amount >= 0 AND tax_free_amount <= 1000000000000),
  ADD vat_amount      bigint NOT NULL DEFAULT 0 CHECK (vat_amount >= 0 AND vat_amount <= 1000000000000),
  ADD captured_amount bigint NOT NULL DEFAULT 0 CHECK (captured_amount >= 0 AND captured_amount <= 1000000000000),
  ADD returned_amount bigint NOT NULL DEFAULT 0 CHECK (returned_amount >= 0 AND returned_amount <= 1000000000000),
  ADD channel         text,
  ADD expires_at      timestamptz,
  ADD details         jsonb NOT NULL DEFAULT '{}',
  ADD secret          text,
  ADD problem         text,
  ADD problem_text    text,
  ADD release         bytea,
  ADD created_at      timestamptz NOT NULL DEFAULT now(),
  ADD requested_at    timestamptz,
  ADD approving_at    timestamptz,
  ADD paid_at         timestamptz,
  ADD closed_at       timestamptz;

-- What there is are bank transfers, one an order. Their deposits were waited for until ten minutes after they were due.
UPDATE payment p SET
  seq = n.seq, provider = 'bank', reference = o.number || '-' || n.seq, channel = o.channel,
  vat_amount = (2 * p.amount + 11) / 22,
  captured_amount = CASE WHEN p.status = 'deposited' THEN p.amount ELSE 0 END,
  expires_at = p.due_at + interval '10 minutes', created_at = o.placed_at, release = o.release,
  paid_at = p.deposited_at,
  closed_at = CASE WHEN p.status = 'expired' THEN coalesce((SELECT max(e.at) FROM order_event e
    WHERE e.mall_id = p.mall_id AND e.order_id = p.order_id AND e.event = 'expire'), p.due_at) END,
  status = CASE p.status WHEN 'deposited' THEN 'paid' ELSE p.status END
FROM "order" o, (SELECT mall_id, id, row_number() OVER (PARTITION BY mall_id, order_id ORDER BY id) AS seq FROM payment) n
WHERE o.mall_id = p.mall_id AND o.id = p.order_id AND n.mall_id = p.mall_id AND n.id = p.id;

ALTER TABLE payment
  DROP COLUMN deposited_at,
  ALTER seq SET NOT NULL,
  ALTER provider SET NOT NULL,
  ALTER reference SET NOT NULL,
  ALTER channel SET NOT NULL,
  ALTER expires_at SET NOT NULL,
  ADD CONSTRAINT payment_seq CHECK (seq >= 1),
  ADD CONSTRAINT payment_channel CHECK (channel IN ('pc', 'mobile')),
  ADD CONSTRAINT payment_provider CHECK (provider IN ('bank', 'points', 'inicis', 'toss_payments', 'tosspay', 'kakaopay', 'naverpay',
    'portone', 'portone_v1')),
  ADD CONSTRAINT payment_method CHECK (method IN ('bank_transfer', 'points', 'card', 'virtual_account', 'account_transfer', 'phone',
    'wallet')),
  ADD CONSTRAINT payment_tax CHECK (tax_free_amount + vat_amount <= amount),
  ADD CONSTRAINT payment_returned CHECK (returned_amount <= captured_amount),
  ADD CONSTRAINT payment_paid CHECK (status <> 'paid' OR paid_at IS NOT NULL),
  ADD CONSTRAINT payment_transfer CHECK (method <> 'bank_transfer' OR num_nulls(bank, account_number, account_holder, depositor,
    due_at) = 0),
  ADD CONSTRAINT payment_once UNIQUE (mall_id, order_id, seq),
  ADD CONSTRAINT payment_reference UNIQUE (mall_id, reference),
  ADD CONSTRAINT payment_transaction UNIQUE (mall_id, provider, transaction_id);

DROP INDEX payment_waiting;
CREATE INDEX payment_waiting ON payment (mall_id, due_at) WHERE status = 'waiting';
CREATE INDEX payment_pending ON payment (expires_at) WHERE status IN ('ready', 'requested', 'approving', 'waiting');
CREATE INDEX payment_quarantined ON payment (mall_id, created_at) WHERE status = 'quarantined';
-- Of an order at most one attempt is under way or has come through, of the points and of a provider each.
CREATE UNIQUE INDEX payment_live ON payment (mall_id, order_id, (provider = 'points'))
  WHERE status IN ('waiting', 'approving', 'paid', 'partially_cancelled');

-- ── The order itself ──

ALTER TABLE "order"
  ADD tax_free_amount bigint NOT NULL DEFAULT 0 CHECK (tax_free_amount >= 0 AND tax_free_amount <= 1000000000000),
  ADD vat_amount      bigint NOT NULL DEFAULT 0 CHECK (vat_amount >= 0 AND vat_amount <= 1000000000000),
  ADD points_amount   bigint NOT NULL DEFAULT 0 CHECK (points_amount >= 0 AND points_amount <= 1000000000000),
  ADD paid_at         timestamptz,
  ADD due_at          timestamptz,
  ADD CONSTRAINT order_tax CHECK (tax_free_amount + vat_amount <= payable_amount),
  ADD CONSTRAINT order_points CHECK (points_amount <= payable_amount);

UPDATE "order" o SET vat_amount = (2 * o.payable_amount + 11) / 22, paid_at = p.paid_at, due_at = p.due_at
FROM payment p WHERE p.mall_id = o.mall_id AND p.order_id = o.id;

CREATE INDEX order_unpaid ON "order" (placed_at) WHERE status IN ('awaiting_payment', 'awaiting_deposit');

ALTER TABLE order_line
  ADD tax_free boolean NOT NULL DEFAULT false,
  ADD held     boolean NOT NULL DEFAULT false,
  ADD held_why text NOT NULL DEFAULT '';

-- ── Lines: how many units stand where ──

CREATE TABLE order_portion (
  mall_id  uuid NOT NULL,
  order_id uuid NOT NULL,
  position integer NOT NULL,
  state    text NOT NULL,
  qty      integer NOT NULL CHECK (qty > 0),
  PRIMARY KEY (mall_id, order_id, position, state),
  FOREIGN KEY (mall_id, order_id, position) REFERENCES order_line (mall_id, order_id, position)
);
CREATE INDEX order_portion_by_state ON order_portion (mall_id, state, order_id)
  WHERE state NOT IN ('confirmed', 'unpaid', 'cancelled', 'returned', 'exchanged');

INSERT INTO order_portion (mall_id, order_id, position, state, qty)
SELECT l.mall_id, l.order_id, l.position,
  CASE o.status WHEN 'awaiting_deposit' THEN 'awaiting_payment' WHEN 'expired' THEN 'unpaid' ELSE o.status END, l.qty
FROM order_line l JOIN "order" o ON o.mall_id = l.mall_id AND o.id = l.order_id;

-- ── Claims: what the buyer wants undone ──

CREATE TABLE claim (
  mall_id        uuid NOT NULL,
  id             uuid NOT NULL DEFAULT uuid7(),
  order_id       uuid NOT NULL,
  number         text NOT NULL,                      -- order number, "-C", how many-th
  kind           text NOT NULL CHECK (kind IN ('cancel', 'return', 'exchange')),
  status         text NOT NULL,
  reason         text NOT NULL,
  reason_text    text NOT NULL DEFAULT '',
  fault          text NOT NULL CHECK (fault IN ('buyer', 'seller')),
  asked_by       text NOT NULL,                      -- as in order_event.actor
  fee_amount     bigint NOT NULL DEFAULT 0 CHECK (fee_amount >= 0 AND fee_amount <= 1000000000000),
  collection     jsonb NOT NULL DEFAULT '{}',        -- from where, by which carrier, under which number
  refund_account bytea,                              -- bank, number, holder; encrypted
  answer         text NOT NULL DEFAULT '',           -- what the buyer is told
  created_at     timestamptz NOT NULL DEFAULT now(),
  closed_at      timestamptz,
  PRIMARY KEY (mall_id, id),
  UNIQUE (mall_id, number),
  UNIQUE (mall_id, order_id, id),
  FOREIGN KEY (mall_id, order_id) REFERENCES "order" (mall_id, id)
);
CREATE INDEX claim_by_order ON claim (mall_id, order_id);
CREATE INDEX claim_open ON claim (mall_id, status, created_at) WHERE closed_at IS NULL;

CREATE TABLE claim_line (
  mall_id         uuid NOT NULL,
  claim_id        uuid NOT NULL,
  order_id        uuid NOT NULL,
  position        integer NOT NULL,
  qty             integer NOT NULL CHECK (qty > 0),
  from_state      text NOT NULL,                     -- where these units stood when it was asked
  resalable_qty   integer CHECK (resalable_qty BETWEEN 0 AND qty),
  exchange_sku_id uuid,
  PRIMARY KEY (mall_id, claim_id, position),
  FOREIGN KEY (mall_id, order_id, claim_id) REFERENCES claim (mall_id, order_id, id),
  FOREIGN KEY (mall_id, order_id, position) REFERENCES order_line (mall_id, order_id, position)
);

-- ── Refunds: money that goes back over one payment ──

CREATE TABLE refund (
  mall_id         uuid NOT NULL,
  id              uuid NOT NULL DEFAULT uuid7(),
  order_id        uuid NOT NULL,
  payment_id      uuid NOT NULL,
  claim_id        uuid,
  seq             smallint NOT NULL CHECK (seq >= 1),
  status          text NOT NULL,
  amount          bigint NOT NULL CHECK (amount > 0 AND amount >= 0 AND amount <= 1000000000000),
  tax_free_amount bigint NOT NULL DEFAULT 0 CHECK (tax_free_amount >= 0 AND tax_free_amount <= 1000000000000),
  vat_amount      bigint NOT NULL DEFAULT 0 CHECK (vat_amount >= 0 AND vat_amount <= 1000000000000),
  breakdown       jsonb NOT NULL,                    -- what both the buyer and staff were shown
  reason          text NOT NULL,
  attempts        integer NOT NULL DEFAULT 0,
  problem         text,
  problem_text    text,
  created_at      timestamptz NOT NULL DEFAULT now(),
  requested_at    timestamptz,
  completed_at    timestamptz,
  PRIMARY KEY (mall_id, id),
  UNIQUE (mall_id, order_id, seq),
  CHECK (tax_free_amount + vat_amount <= amount),
  FOREIGN KEY (mall_id, order_id) REFERENCES "order" (mall_id, id),
  FOREIGN KEY (mall_id, order_id, payment_id) REFERENCES payment (mall_id, order_id, id),
  FOREIGN KEY (mall_id, order_id, claim_id) REFERENCES claim (mall_id, order_id, id)
);
CREATE INDEX refund_open ON refund (mall_id, status, created_at) WHERE completed_at IS NULL;
CREATE INDEX refund_by_payment ON refund (mall_id, order_id, payment_id);

-- ── What happened ──

-- Of an order with one state, a history was its states; now each payment and each line has a history of its own. They are
-- told anew from what is known, with the same moments and the same actors.
CREATE TEMPORARY TABLE told_before ON COMMIT DROP AS SELECT * FROM order_event;
DELETE FROM order_event;

ALTER TABLE order_event
  DROP CONSTRAINT order_event_check,
  ADD axis    text NOT NULL CONSTRAINT order_event_axis CHECK (axis IN ('payment', 'line', 'claim', 'refund')),
  ADD subject text NOT NULL,                         -- payment.id, order_line.position, claim.id, refund.id
  ADD qty     integer CHECK (qty > 0),               -- of a line
  ADD cause   text NOT NULL DEFAULT '',              -- what led to it: in words, or "payment.approve"
  ADD key     text,                                  -- the same key again is the same event
  ADD release bytea;                                 -- the rules by which it was judged
CREATE UNIQUE INDEX order_event_once ON order_event (mall_id, order_id, key) WHERE key IS NOT NULL;

INSERT INTO order_event (mall_id, order_id, seq, event, from_status, to_status, actor, note, at, axis, subject, qty, cause)
SELECT mall_id, order_id, row_number() OVER (PARTITION BY mall_id, order_id ORDER BY told, nth, position), event, from_status, to_status,
  actor, note, at, axis, subject, qty, cause
FROM (
  SELECT t.mall_id, t.order_id, t.seq AS told, 1 AS nth, 0 AS position,
    CASE t.event WHEN 'place' THEN 'announce' ELSE t.event END AS event,
    CASE WHEN t.event <> 'place' THEN 'waiting' END AS from_status,
    CASE t.event WHEN 'place' THEN 'waiting' WHEN 'deposit' THEN 'paid' ELSE 'expired' END AS to_status,
    t.actor, t.note, t.at, 'payment' AS axis, p.id::text AS subject, NULL::integer AS qty, '' AS cause
  FROM told_before t JOIN payment p ON p.mall_id = t.mall_id AND p.order_id = t.order_id AND p.seq = 1
  UNION ALL
  SELECT t.mall_id, t.order_id, t.seq, 2, l.position,
    CASE t.event WHEN 'place' THEN 'place' WHEN 'deposit' THEN 'pay' ELSE 'lapse' END,
    CASE WHEN t.event <> 'place' THEN 'awaiting_payment' END,
    CASE t.event WHEN 'place' THEN 'awaiting_payment' WHEN 'deposit' THEN 'paid' ELSE 'unpaid' END,
    t.actor, '', t.at, 'line', l.position::text, l.qty,
    CASE t.event WHEN 'place' THEN '' ELSE 'payment.' || t.event END
  FROM told_before t JOIN order_line l ON l.mall_id = t.mall_id AND l.order_id = t.order_id) AS told;

-- ── The books ──

CREATE TABLE ledger_entry (
  mall_id        uuid NOT NULL,
  id             uuid NOT NULL DEFAULT uuid7(),
  transaction_id uuid NOT NULL,
  order_id       uuid NOT NULL,
  account        text NOT NULL CONSTRAINT ledger_entry_account CHECK (account ~ '^(receivable|points|sales:goods|sales:shipping|discount|fees:claim|suspense|cash:[a-z_0-9]+)$'),
  debit          bigint NOT NULL DEFAULT 0 CHECK (debit >= 0 AND debit <= 1000000000000),
  credit         bigint NOT NULL DEFAULT 0 CHECK (credit >= 0 AND credit <= 1000000000000),
  what           text NOT NULL,
  at             timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (mall_id, id),
  CONSTRAINT ledger_entry_one_side CHECK ((debit = 0) <> (credit = 0)),
  FOREIGN KEY (mall_id, order_id) REFERENCES "order" (mall_id, id)
);
CREATE INDEX ledger_entry_by_order ON ledger_entry (mall_id, order_id, id);
CREATE INDEX ledger_entry_by_account ON ledger_entry (mall_id, account, at);
CREATE INDEX ledger_entry_by_transaction ON ledger_entry (mall_id, transaction_id);

-- Both sides of a transaction are written by one statement, and are equal or not written at all.
CREATE FUNCTION check_ledger_balance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  uneven uuid;
BEGIN
  SELECT transaction_id INTO uneven FROM written GROUP BY mall_id, transaction_id HAVING sum(debit) <> sum(credit) LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'the ledger transaction % does not balance', uneven USING ERRCODE = 'check_violation',
      CONSTRAINT = 'ledger_entry_balances', TABLE = 'ledger_entry';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_entry_balances AFTER INSERT ON ledger_entry REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION check_ledger_balance();

-- What was paid before there were books: the sale, and the money that came.
WITH paid AS (
  SELECT o.mall_id, o.id AS order_id, o.goods_amount, o.shipping_amount, o.discount_amount, o.payable_amount, o.paid_at, uuid7() AS sale,
    uuid7() AS capture
  FROM "order" o WHERE o.paid_at IS NOT NULL)
INSERT INTO ledger_entry (mall_id, transaction_id, order_id, account, debit, credit, what, at)
SELECT mall_id, transaction_id, order_id, account, debit, credit, what, paid_at FROM (
  SELECT mall_id, capture AS transaction_id, order_id, 'cash:bank' AS account, payable_amount AS debit, 0 AS credit, 'capture' AS what, paid_at FROM paid
  UNION ALL SELECT mall_id, capture, order_id, 'receivable', 0, payable_amount, 'capture', paid_at FROM paid
  UNION ALL SELECT mall_id, sale, order_id, 'receivable', payable_amount, 0, 'sale', paid_at FROM paid
  UNION ALL SELECT mall_id, sale, order_id, 'discount', discount_amount, 0, 'sale', paid_at FROM paid
  UNION ALL SELECT mall_id, sale, order_id, 'sales:goods', 0, goods_amount, 'sale', paid_at FROM paid
  UNION ALL SELECT mall_id, sale, order_id, 'sales:shipping', 0, shipping_amount, 'sale', paid_at FROM paid) AS entry
WHERE debit + credit > 0;

REVOKE UPDATE, DELETE ON ledger_entry FROM sijang_app;
