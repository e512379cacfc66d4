-- Stock: what lies in the warehouse (on_hand) and how much of it is promised to orders (reserved). What can be bought is
-- the difference. It changes by conditional updates alone, and each change leaves an entry that nobody can alter.

CREATE TABLE stock (
  mall_id    uuid NOT NULL,
  sku_id     uuid NOT NULL,
  product_id uuid NOT NULL,
  on_hand    integer NOT NULL CHECK (on_hand >= 0),
  reserved   integer NOT NULL DEFAULT 0 CHECK (reserved >= 0),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (mall_id, sku_id),
  CHECK (reserved <= on_hand),
  FOREIGN KEY (mall_id, sku_id) REFERENCES sku (mall_id, id)
);

CREATE TABLE stock_entry (
  mall_id        uuid NOT NULL,
  id             uuid NOT NULL DEFAULT uuid7(),
  sku_id         uuid NOT NULL,
  kind           text NOT NULL CHECK (kind IN ('receive', 'adjust', 'reserve', 'release', 'sell')),
  on_hand_delta  integer NOT NULL,
  reserved_delta integer NOT NULL,
  order_id       uuid,
  note           text NOT NULL DEFAULT '',
  at             timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (mall_id, id),
  CHECK (on_hand_delta <> 0 OR reserved_delta <> 0),
  FOREIGN KEY (mall_id, sku_id) REFERENCES sku (mall_id, id)
);
CREATE INDEX stock_entry_by_sku ON stock_entry (mall_id, sku_id, id);
CREATE INDEX stock_entry_by_order ON stock_entry (mall_id, order_id) WHERE order_id IS NOT NULL;
-- An order reserves, releases and sells a SKU at most once each.
CREATE UNIQUE INDEX stock_entry_once ON stock_entry (mall_id, order_id, sku_id, kind) WHERE order_id IS NOT NULL;
REVOKE UPDATE, DELETE ON stock_entry FROM sijang_app;

-- Pages show "in", "low (n left)" or "out", and let one buy at most 99 at once: beyond that a sale changes no page, and spares
-- the commit the cluster-wide lock that NOTIFY takes.
CREATE TRIGGER stock_created AFTER INSERT ON stock
  FOR EACH ROW EXECUTE FUNCTION notify_catalog('mall_id', 'product_id');
CREATE TRIGGER stock_changed AFTER UPDATE ON stock
  FOR EACH ROW WHEN (least(OLD.on_hand - OLD.reserved, 100) <> least(NEW.on_hand - NEW.reserved, 100))
  EXECUTE FUNCTION notify_catalog('mall_id', 'product_id');
