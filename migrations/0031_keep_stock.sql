-- Stock that is never oversold: what orders hold and until when, what is never promised, lots with their use-by dates, and what
-- runs short.
--
--   on_hand    lies in the warehouse
--   reserved   of it is held by orders that are not paid yet: the sum of stock_hold
--   blocked    of it lies in lots that may not be sold: past their date, or stopped
--   safety     of it is never promised
--   available  can be bought

ALTER TABLE stock
  ADD COLUMN safety     integer NOT NULL DEFAULT 0 CONSTRAINT stock_safety_bounds CHECK (safety BETWEEN 0 AND 1000000),
  ADD COLUMN blocked    integer NOT NULL DEFAULT 0 CONSTRAINT stock_blocked_not_negative CHECK (blocked >= 0),
  ADD COLUMN keeps_lots boolean NOT NULL DEFAULT false,  -- from the first lot on; on_hand is then the sum of its lots
  ADD COLUMN least_days integer NOT NULL DEFAULT 0       -- a lot with fewer days left is not sold any more
    CONSTRAINT stock_least_days_bounds CHECK (least_days BETWEEN 0 AND 3650),
  ADD COLUMN restock_at integer                          -- staff is told when no more than so many can be bought
    CONSTRAINT stock_restock_at_bounds CHECK (restock_at BETWEEN 0 AND 1000000);
ALTER TABLE stock
  ADD COLUMN available  integer NOT NULL GENERATED ALWAYS AS (greatest(0, on_hand - reserved - blocked - safety)) STORED;
-- The row of what everybody wants at once is written again and again: its next version shall find room on its own page.
ALTER TABLE stock SET (fillfactor = 70);

CREATE OR REPLACE TRIGGER stock_changed AFTER UPDATE ON stock
  FOR EACH ROW WHEN (least(OLD.available, 100) <> least(NEW.available, 100))
  EXECUTE FUNCTION notify_catalog('mall_id', 'product_id', 'stock');

-- What an order holds of a SKU until it is paid. An order's row is written before or after this one in the same transaction, so
-- that the row that everybody waits for can be the last that is locked: no foreign key.
CREATE TABLE stock_hold (
  mall_id    uuid NOT NULL,
  order_id   uuid NOT NULL,
  sku_id     uuid NOT NULL,
  qty        integer NOT NULL CHECK (qty > 0),
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (mall_id, order_id, sku_id)
);
CREATE INDEX stock_hold_by_expiry ON stock_hold (expires_at);
CREATE INDEX stock_hold_by_sku ON stock_hold (mall_id, sku_id);

-- Units of one line are cancelled and returned in several steps: what happens once is a step, which its key names.
ALTER TABLE stock_entry
  DROP CONSTRAINT stock_entry_kind_check,
  ADD CONSTRAINT stock_entry_kind_check
    CHECK (kind IN ('receive', 'adjust', 'reserve', 'release', 'sell', 'unsell', 'return')),
  ADD COLUMN key text NOT NULL DEFAULT '' CHECK (length(key) <= 200);
DROP INDEX stock_entry_once;
CREATE UNIQUE INDEX stock_entry_once ON stock_entry (mall_id, order_id, sku_id, kind, key) WHERE order_id IS NOT NULL;

INSERT INTO stock_hold (mall_id, order_id, sku_id, qty, expires_at)
SELECT e.mall_id, e.order_id, e.sku_id, sum(e.reserved_delta),
  coalesce((SELECT max(p.due_at) FROM payment p WHERE p.mall_id = e.mall_id AND p.order_id = e.order_id), now()) + interval '10 minutes'
FROM stock_entry e WHERE e.order_id IS NOT NULL GROUP BY e.mall_id, e.order_id, e.sku_id HAVING sum(e.reserved_delta) > 0;

-- Goods that came together and are good until the same day (소비기한: the day itself is still good). Whoever changes a lot holds
-- the lock of its SKU's stock.
CREATE TABLE stock_lot (
  mall_id     uuid NOT NULL,
  id          uuid NOT NULL DEFAULT uuid7(),
  sku_id      uuid NOT NULL,
  code        text NOT NULL CHECK (length(code) <= 60),  -- as on the box; '': what lay there before lots were kept
  best_before date,
  qty         integer NOT NULL CONSTRAINT stock_lot_not_negative CHECK (qty >= 0),
  blocked     boolean NOT NULL DEFAULT false,
  stopped_at  timestamptz,                               -- staff stopped its sale: a recall
  stopped_why text NOT NULL DEFAULT '',
  received_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (mall_id, id),
  UNIQUE (mall_id, sku_id, code),
  CONSTRAINT stock_lot_stopped_with_reason CHECK ((stopped_at IS NULL) = (stopped_why = '')),
  FOREIGN KEY (mall_id, sku_id) REFERENCES sku (mall_id, id)
);
CREATE INDEX stock_lot_by_date ON stock_lot (best_before) WHERE qty > 0 AND NOT blocked;

-- What moved a lot, and for which order: a return finds its lot, a recall finds its orders.
CREATE TABLE stock_lot_entry (
  mall_id  uuid NOT NULL,
  id       uuid NOT NULL DEFAULT uuid7(),
  lot_id   uuid NOT NULL,
  sku_id   uuid NOT NULL,
  kind     text NOT NULL CHECK (kind IN ('open', 'receive', 'adjust', 'sell', 'unsell', 'return')),
  delta    integer NOT NULL CHECK (delta <> 0),
  order_id uuid,
  at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (mall_id, id),
  FOREIGN KEY (mall_id, lot_id) REFERENCES stock_lot (mall_id, id)
);
CREATE INDEX stock_lot_entry_by_lot ON stock_lot_entry (mall_id, lot_id, id);
CREATE INDEX stock_lot_entry_by_order ON stock_lot_entry (mall_id, order_id, sku_id) WHERE order_id IS NOT NULL;
REVOKE UPDATE, DELETE ON stock_lot_entry FROM sijang_app;

-- What ran short: one row from the crossing of restock_at until there is enough again.
CREATE TABLE stock_alarm (
  mall_id    uuid NOT NULL,
  id         uuid NOT NULL DEFAULT uuid7(),
  sku_id     uuid NOT NULL,
  available  integer NOT NULL,                           -- when it was noticed
  restock_at integer NOT NULL,
  since      timestamptz NOT NULL DEFAULT now(),
  told_at    timestamptz,
  ended_at   timestamptz,
  PRIMARY KEY (mall_id, id),
  FOREIGN KEY (mall_id, sku_id) REFERENCES sku (mall_id, id)
);
CREATE UNIQUE INDEX stock_alarm_standing ON stock_alarm (mall_id, sku_id) WHERE ended_at IS NULL;
CREATE INDEX stock_watched ON stock (mall_id, sku_id) WHERE restock_at IS NOT NULL;
