-- The cart: durable from the first item, for guests too. A session remembers the cart's id; nothing else does.

CREATE TABLE cart (
  mall_id    uuid NOT NULL REFERENCES mall (id),
  id         uuid NOT NULL DEFAULT uuid7(),
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (mall_id, id)
);
CREATE INDEX cart_by_age ON cart (updated_at);

-- A removed line stays, marked, so that "undo" brings back exactly what was there.
CREATE TABLE cart_line (
  mall_id    uuid NOT NULL,
  id         uuid NOT NULL DEFAULT uuid7(),
  cart_id    uuid NOT NULL,
  sku_id     uuid NOT NULL,
  qty        integer NOT NULL CHECK (qty BETWEEN 1 AND 99),
  price_seen bigint NOT NULL CHECK (price_seen BETWEEN 0 AND 1000000000000),
  added_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  removed_at timestamptz,
  PRIMARY KEY (mall_id, id),
  UNIQUE (mall_id, cart_id, sku_id),
  FOREIGN KEY (mall_id, cart_id) REFERENCES cart (mall_id, id) ON DELETE CASCADE,
  FOREIGN KEY (mall_id, sku_id) REFERENCES sku (mall_id, id)
);

-- What the shopper typed at checkout, between the form and the order; place_key makes a double submit one order.
CREATE TABLE checkout_draft (
  mall_id    uuid NOT NULL,
  cart_id    uuid NOT NULL,
  place_key  uuid NOT NULL,
  form       jsonb NOT NULL,
  quote      text NOT NULL,                          -- what was confirmed; an order is placed only while it is still so
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (mall_id, cart_id),
  UNIQUE (mall_id, place_key),
  FOREIGN KEY (mall_id, cart_id) REFERENCES cart (mall_id, id) ON DELETE CASCADE
);
CREATE INDEX checkout_draft_by_age ON checkout_draft (updated_at);
