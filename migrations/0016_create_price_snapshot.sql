-- What some carts were priced from and at, kept so that a release can be asked what it would charge before it goes live.
-- Nothing here leads to a person or to a cart: no names, no addresses, no ids of carts. Orders have no rows here: what they
-- were priced from stands on them.

CREATE TABLE price_snapshot (
  mall_id  uuid NOT NULL REFERENCES mall (id),
  id       uuid NOT NULL DEFAULT uuid7(),             -- grows with time
  format   integer NOT NULL CHECK (format > 0),       -- of the input: flows/quote.lua
  input    jsonb NOT NULL,                            -- all that pricing looked at
  promised jsonb NOT NULL,                            -- the amounts that the shopper was shown
  PRIMARY KEY (mall_id, id)
);

REVOKE UPDATE ON price_snapshot FROM sijang_app;
