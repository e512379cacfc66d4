-- A sale that changes what is left of a product changes its own page and its cards, but neither which goods a shelf shows nor
-- their order. Its payload says so with a third word ("mall product stock"), so that workers need not forget the mall. A new
-- row of stock comes with a new SKU, which may change more: it still says "mall product".

CREATE OR REPLACE FUNCTION notify_catalog() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed jsonb := to_jsonb(CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END);
  mall text := changed ->> TG_ARGV[0];
BEGIN
  PERFORM pg_notify('catalog', concat_ws(' ', mall, CASE WHEN TG_NARGS > 1 THEN changed ->> TG_ARGV[1] END,
    CASE WHEN TG_NARGS > 2 THEN TG_ARGV[2] END));
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER stock_changed AFTER UPDATE ON stock
  FOR EACH ROW WHEN (least(OLD.on_hand - OLD.reserved, 100) <> least(NEW.on_hand - NEW.reserved, 100))
  EXECUTE FUNCTION notify_catalog('mall_id', 'product_id', 'stock');
