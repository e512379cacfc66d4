-- What a checkout promises and an order keeps of it: the quote, the discounts with each line's share, taxes by goods; coupons
-- and gift budgets that are held while an order waits for its payment; and keys that make a call happen once.

ALTER TABLE product ADD tax_free boolean NOT NULL DEFAULT false;      -- 면세: farm produce as it grew

-- A draft is quoted: what was shown is frozen for some minutes, under the hash that the confirmation carries.
ALTER TABLE checkout_draft
  ADD complete boolean NOT NULL DEFAULT true,                         -- false: typed in part, to see what a coupon saves
  ADD quoted jsonb,                                                   -- what is promised: lines, sums, coupon, points
  ADD quoted_at timestamptz;

ALTER TABLE "order"
  ADD quote_hash text NOT NULL DEFAULT '',                            -- sha256 of what was confirmed; '': of before there were quotes
  ADD quoted_by bytea,                                                -- the release that reckoned it
  ADD promotions jsonb NOT NULL DEFAULT '[]',                         -- versions that were live: [{"id", "version"}, …]
  ADD shipping_terms jsonb;                                           -- fee, free_from, surcharges as they were

-- What was taken off an order, and what each line bears of it. Frozen: what comes back is reckoned from these shares.
CREATE TABLE order_discount (
  mall_id   uuid NOT NULL,
  id        uuid NOT NULL DEFAULT uuid7(),
  order_id  uuid NOT NULL,
  kind      text NOT NULL CHECK (kind IN ('coupon', 'promotion')),
  source_id text NOT NULL,                                            -- coupon.id, or the promotion's
  title     text NOT NULL,
  policy    text NOT NULL CHECK (policy IN ('keep', 'reprice', 'prorate', 'reclaim_gift')),
  terms     jsonb NOT NULL DEFAULT '{}',                              -- amount or percent, most, least_order as they were
  amount    bigint NOT NULL CHECK (amount >= 0 AND amount <= 1000000000000),
  PRIMARY KEY (mall_id, id),
  UNIQUE (mall_id, order_id, id),
  CONSTRAINT order_discount_once UNIQUE (mall_id, order_id, kind, source_id),
  FOREIGN KEY (mall_id, order_id) REFERENCES "order" (mall_id, id)
);
CREATE INDEX order_discount_by_source ON order_discount (mall_id, kind, source_id);

CREATE TABLE order_discount_share (
  mall_id     uuid NOT NULL,
  order_id    uuid NOT NULL,
  discount_id uuid NOT NULL,
  position    integer NOT NULL,
  amount      bigint NOT NULL CHECK (amount >= 0 AND amount <= 1000000000000),
  PRIMARY KEY (mall_id, order_id, discount_id, position),
  FOREIGN KEY (mall_id, order_id, discount_id) REFERENCES order_discount (mall_id, order_id, id),
  FOREIGN KEY (mall_id, order_id, position) REFERENCES order_line (mall_id, order_id, position)
);
REVOKE UPDATE, DELETE ON order_discount, order_discount_share FROM sijang_app;

-- A coupon is held from placement until its order is paid; then it is used.
ALTER TABLE coupon
  ADD held_for uuid,
  ADD held_at timestamptz,
  ADD CONSTRAINT coupon_held_for_an_order CHECK ((held_for IS NULL) = (held_at IS NULL)),
  ADD CONSTRAINT coupon_held_or_used CHECK (held_for IS NULL OR used_at IS NULL),
  ADD FOREIGN KEY (mall_id, held_for) REFERENCES "order" (mall_id, id);
CREATE INDEX coupon_held ON coupon (mall_id, held_for) WHERE held_for IS NOT NULL;
CREATE INDEX coupon_used ON coupon (mall_id, order_id) WHERE order_id IS NOT NULL;

-- What there is only so much of: gifts, a promotion's won. Taken by a conditional update, kept by order, so that it is known
-- whose it is and comes back once.
CREATE TABLE budget (
  mall_id uuid NOT NULL REFERENCES mall (id),
  key     text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
  used    bigint NOT NULL DEFAULT 0 CHECK (used >= 0 AND used <= 1000000000000),
  max     bigint NOT NULL CHECK (max >= 0 AND max <= 1000000000000),
  PRIMARY KEY (mall_id, key),
  CONSTRAINT budget_not_overspent CHECK (used <= max)
);

CREATE TABLE budget_use (
  mall_id      uuid NOT NULL,
  key          text NOT NULL,
  order_id     uuid NOT NULL,
  amount       bigint NOT NULL CHECK (amount > 0 AND amount >= 0 AND amount <= 1000000000000),
  reserved_at  timestamptz NOT NULL DEFAULT now(),
  committed_at timestamptz,
  PRIMARY KEY (mall_id, order_id, key),
  FOREIGN KEY (mall_id, key) REFERENCES budget (mall_id, key),
  FOREIGN KEY (mall_id, order_id) REFERENCES "order" (mall_id, id)
);
CREATE INDEX budget_use_by_key ON budget_use (mall_id, key);

-- A call with a key happens once: what it was answered is said again. Without an answer it is still under way, or whoever
-- worked on it died; `claim` tells the one that may finish it.
CREATE TABLE idempotency (
  mall_id      uuid NOT NULL REFERENCES mall (id),
  who          bytea NOT NULL,                                        -- hash of a member, a session or an address
  key          text NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
  method       text NOT NULL,
  path         text NOT NULL,
  request_hash bytea NOT NULL,
  claim        uuid NOT NULL,
  claimed_at   timestamptz NOT NULL DEFAULT now(),
  status       smallint,
  headers      jsonb,
  cookies      jsonb,
  body         bytea,
  created_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (mall_id, who, key),
  CONSTRAINT idempotency_whole CHECK (num_nonnulls(status, headers, cookies, body) IN (0, 4))
);
CREATE INDEX idempotency_by_age ON idempotency (created_at);
