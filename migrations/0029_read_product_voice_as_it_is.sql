-- What buyers say stands on every product's page and changes seldom: it is kept as the text that is sent, as product_sheet is,
-- and not taken apart and put together again each time.

DROP TRIGGER product_voice_changed ON product_voice;
ALTER TABLE product_voice
  ALTER facts DROP DEFAULT,
  ALTER facts TYPE json USING facts::json;
ALTER TABLE product_voice
  ALTER facts SET DEFAULT '{}',
  ALTER facts SET STORAGE EXTERNAL;
CREATE TRIGGER product_voice_changed AFTER UPDATE ON product_voice
  FOR EACH ROW WHEN (OLD.facts::text <> NEW.facts::text) EXECUTE FUNCTION notify_catalog('mall_id', 'product_id', 'voice');
