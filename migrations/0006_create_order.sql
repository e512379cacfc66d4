-- Orders. What happened is order_event, append-only; order.status is its projection. Names, prices and shipping are
-- copied at placement and frozen: a later change of the catalogue or of a policy changes no order.

CREATE TABLE shipping_policy (
  mall_id          uuid NOT NULL REFERENCES mall (id),
  code             text NOT NULL,
  name             text NOT NULL,
  carrier          text NOT NULL,
  currency         char(3) NOT NULL DEFAULT 'KRW',
  fee              bigint NOT NULL CHECK (fee BETWEEN 0 AND 1000000000000),
  free_from        bigint CHECK (free_from BETWEEN 0 AND 1000000000000),
  jeju_surcharge   bigint NOT NULL DEFAULT 0 CHECK (jeju_surcharge BETWEEN 0 AND 1000000000000),
  island_surcharge bigint NOT NULL DEFAULT 0 CHECK (island_surcharge BETWEEN 0 AND 1000000000000),
  dispatch_text    text NOT NULL DEFAULT '',
  PRIMARY KEY (mall_id, code)
);

CREATE TABLE shipping_region (
  mall_id       uuid NOT NULL REFERENCES mall (id),
  postcode_from char(5) NOT NULL CHECK (postcode_from ~ '^[0-9]{5}$'),
  postcode_to   char(5) NOT NULL CHECK (postcode_to ~ '^[0-9]{5}$'),
  kind          text NOT NULL CHECK (kind IN ('jeju', 'island')),
  name          text NOT NULL DEFAULT '',
  PRIMARY KEY (mall_id, postcode_from),
  CHECK (postcode_from <= postcode_to)
);

CREATE TABLE "order" (
  mall_id          uuid NOT NULL REFERENCES mall (id),
  id               uuid NOT NULL DEFAULT uuid7(),
  number           text NOT NULL CHECK (number ~ '^[0-9]{6}-[0-9A-Z]{7}$'),
  place_key        uuid NOT NULL,
  cart_id          uuid NOT NULL,
  status           text NOT NULL,
  channel          text NOT NULL CHECK (channel IN ('pc', 'mobile')),
  currency         char(3) NOT NULL DEFAULT 'KRW',
  goods_amount     bigint NOT NULL CHECK (goods_amount BETWEEN 0 AND 1000000000000),
  discount_amount  bigint NOT NULL CHECK (discount_amount BETWEEN 0 AND 1000000000000),
  shipping_amount  bigint NOT NULL CHECK (shipping_amount BETWEEN 0 AND 1000000000000),
  payable_amount   bigint NOT NULL CHECK (payable_amount BETWEEN 0 AND 1000000000000),
  orderer_name     text NOT NULL,
  orderer_phone    text NOT NULL CHECK (orderer_phone ~ '^[0-9]{8,12}$'),
  orderer_email    text NOT NULL,
  recipient_name   text NOT NULL,
  recipient_phone  text NOT NULL CHECK (recipient_phone ~ '^[0-9]{8,12}$'),
  postcode         char(5) NOT NULL CHECK (postcode ~ '^[0-9]{5}$'),
  address1         text NOT NULL,
  address2         text NOT NULL,
  region           text NOT NULL CHECK (region IN ('normal', 'jeju', 'island')),
  memo             text NOT NULL DEFAULT '',
  cash_receipt     text NOT NULL DEFAULT 'none' CHECK (cash_receipt IN ('none', 'income', 'business')),
  cash_receipt_no  text NOT NULL DEFAULT '',
  placed_at        timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (mall_id, id),
  UNIQUE (mall_id, number),
  UNIQUE (mall_id, place_key),
  CONSTRAINT order_adds_up CHECK (goods_amount + shipping_amount - discount_amount = payable_amount)
);
CREATE INDEX order_by_time ON "order" (mall_id, placed_at);

CREATE TABLE order_line (
  mall_id         uuid NOT NULL,
  order_id        uuid NOT NULL,
  position        integer NOT NULL,
  sku_id          uuid NOT NULL,
  product_id      uuid NOT NULL,
  sku_code        text NOT NULL,
  product_name    text NOT NULL,
  product_slug    text NOT NULL,
  brand_name      text NOT NULL,
  sku_label       text NOT NULL,
  media_id        uuid,
  media_alt       text NOT NULL DEFAULT '',
  unit_price      bigint NOT NULL CHECK (unit_price BETWEEN 0 AND 1000000000000),
  list_price      bigint CHECK (list_price BETWEEN 0 AND 1000000000000),
  qty             integer NOT NULL CHECK (qty BETWEEN 1 AND 99),
  discount_amount bigint NOT NULL DEFAULT 0 CHECK (discount_amount BETWEEN 0 AND 1000000000000),
  amount          bigint NOT NULL CHECK (amount BETWEEN 0 AND 1000000000000),
  PRIMARY KEY (mall_id, order_id, position),
  UNIQUE (mall_id, order_id, sku_id),
  CONSTRAINT order_line_adds_up CHECK (unit_price * qty - discount_amount = amount),
  FOREIGN KEY (mall_id, order_id) REFERENCES "order" (mall_id, id),
  FOREIGN KEY (mall_id, sku_id) REFERENCES sku (mall_id, id)
);

CREATE TABLE order_event (
  mall_id     uuid NOT NULL,
  order_id    uuid NOT NULL,
  seq         integer NOT NULL CHECK (seq >= 1),
  event       text NOT NULL,
  from_status text,
  to_status   text NOT NULL,
  actor       text NOT NULL,
  note        text NOT NULL DEFAULT '',
  at          timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (mall_id, order_id, seq),
  CHECK ((seq = 1) = (from_status IS NULL)),
  FOREIGN KEY (mall_id, order_id) REFERENCES "order" (mall_id, id)
);
REVOKE UPDATE, DELETE ON order_event FROM sijang_app;

CREATE TABLE payment (
  mall_id        uuid NOT NULL,
  id             uuid NOT NULL DEFAULT uuid7(),
  order_id       uuid NOT NULL,
  method         text NOT NULL CHECK (method IN ('bank_transfer')),
  status         text NOT NULL CHECK (status IN ('waiting', 'deposited', 'expired')),
  currency       char(3) NOT NULL DEFAULT 'KRW',
  amount         bigint NOT NULL CHECK (amount BETWEEN 0 AND 1000000000000),
  bank           text NOT NULL,
  account_number text NOT NULL,
  account_holder text NOT NULL,
  depositor      text NOT NULL,
  due_at         timestamptz NOT NULL,
  deposited_at   timestamptz,
  PRIMARY KEY (mall_id, id),
  UNIQUE (mall_id, order_id, id),
  CHECK ((status = 'deposited') = (deposited_at IS NOT NULL)),
  FOREIGN KEY (mall_id, order_id) REFERENCES "order" (mall_id, id)
);
CREATE INDEX payment_waiting ON payment (due_at) WHERE status = 'waiting';

-- Who agreed to what, in which wording, when. Required and optional consents are separate rows; a refusal is a row too.
CREATE TABLE consent (
  mall_id  uuid NOT NULL,
  order_id uuid NOT NULL,
  kind     text NOT NULL CHECK (kind IN ('order', 'privacy', 'marketing_email', 'marketing_sms')),
  agreed   boolean NOT NULL,
  wording  text NOT NULL,
  at       timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (mall_id, order_id, kind),
  FOREIGN KEY (mall_id, order_id) REFERENCES "order" (mall_id, id)
);
REVOKE UPDATE, DELETE ON consent FROM sijang_app;

-- How often someone tried something guessable within a window; swept when old.
CREATE TABLE attempt (
  mall_id      uuid NOT NULL REFERENCES mall (id),
  kind         text NOT NULL,
  subject      text NOT NULL,
  window_start timestamptz NOT NULL,
  count        integer NOT NULL DEFAULT 1,
  PRIMARY KEY (mall_id, kind, subject, window_start)
);
CREATE INDEX attempt_by_age ON attempt (window_start);
