-- What pages state of a product, put together when the catalogue is edited instead of each time somebody looks: one row
-- answers a product page, and one a card in a list. Only what is on sale has a row. Stock is not in it, since it changes
-- with every sale. Nobody writes here but the triggers, in the transaction of what they follow, so a sheet is never older
-- than the catalogue.

CREATE TABLE product_sheet (
  mall_id     uuid NOT NULL,
  product_id  uuid NOT NULL,
  slug        text NOT NULL,
  category_id uuid NOT NULL,
  rank        integer NOT NULL,                     -- of its listing: who stands beside it on the shelf
  sku_ids     uuid[] NOT NULL,                      -- those on sale, in their order
  card        json NOT NULL,                        -- the product in a row of products
  facts       json NOT NULL,                        -- {product, skus, gallery, detail, options}, without nulls
  PRIMARY KEY (mall_id, product_id),
  UNIQUE (mall_id, slug),
  FOREIGN KEY (mall_id, product_id) REFERENCES product (mall_id, id)
) WITH (toast_tuple_target = 8160);
CREATE INDEX product_sheet_by_shelf ON product_sheet (mall_id, category_id, rank, product_id);
-- A sheet is read whole, and mostly fits a page: packing it would cost each reader more than it saves.
ALTER TABLE product_sheet ALTER card SET STORAGE EXTERNAL, ALTER facts SET STORAGE EXTERNAL;
-- All that lies in stock of one product, for its page and its card.
CREATE INDEX stock_by_product ON stock (mall_id, product_id);

CREATE FUNCTION write_product_sheets(mall uuid, products uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  -- Two edits of one product at once: the second waits here, and then sees what the first has done.
  PERFORM FROM product WHERE mall_id = mall AND id = ANY (products) ORDER BY id FOR NO KEY UPDATE;

  DELETE FROM product_sheet s WHERE s.mall_id = mall AND s.product_id = ANY (products) AND NOT EXISTS (
    SELECT FROM product p
    JOIN product_listing l ON l.mall_id = mall AND l.product_id = p.id
    JOIN sku k ON k.mall_id = mall AND k.product_id = p.id AND k.active
    WHERE p.mall_id = mall AND p.id = s.product_id AND p.status = 'on_sale');

  INSERT INTO product_sheet AS s (mall_id, product_id, slug, category_id, rank, sku_ids, card, facts)
  SELECT mall, p.id, p.slug, p.category_id, l.rank, sold.ids,
    json_strip_nulls(json_build_object('id', p.id, 'code', p.code, 'slug', p.slug, 'name', p.name, 'summary', p.summary,
      'is_new', p.is_new, 'is_best', p.is_best, 'brand', b.name, 'tags', l.tags, 'price', cheapest.price,
      'list_price', cheapest.list_price, 'unit_label', cheapest.unit_label, 'unit_size', cheapest.unit_size,
      'unit_quantity', cheapest.unit_quantity, 'image', shown.gallery -> 0)),
    json_strip_nulls(json_build_object(
      'product', json_build_object('id', p.id, 'code', p.code, 'slug', p.slug, 'name', p.name, 'summary', p.summary,
        'description', p.description, 'origin', p.origin, 'maker', p.maker, 'contents', p.contents,
        'storage_method', p.storage_method, 'expiry_text', p.expiry_text, 'notice', p.notice,
        'perishable', p.perishable, 'is_new', p.is_new, 'is_best', p.is_best, 'brand', b.name,
        'brand_code', b.code, 'brand_story', b.description, 'category', c.name, 'category_slug', c.slug, 'tags', l.tags),
      'skus', sold.skus, 'gallery', coalesce(shown.gallery, '[]'), 'detail', coalesce(shown.detail, '[]'),
      'options', coalesce(chosen.options, '[]')))
  FROM product p
  JOIN brand b ON b.mall_id = mall AND b.id = p.brand_id
  JOIN category c ON c.mall_id = mall AND c.id = p.category_id
  JOIN product_listing l ON l.mall_id = mall AND l.product_id = p.id
  CROSS JOIN LATERAL (
    SELECT array_agg(k.id ORDER BY k.position, k.id) AS ids,
      json_agg(json_build_object('id', k.id, 'code', k.code, 'label', k.label, 'options', k.options, 'price', k.price,
        'list_price', k.list_price, 'unit_label', k.unit_label, 'unit_size', k.unit_size,
        'unit_quantity', k.unit_quantity, 'max_qty', k.max_qty) ORDER BY k.position, k.id) AS skus
    FROM sku k WHERE k.mall_id = mall AND k.product_id = p.id AND k.active) sold
  -- The cheapest variant speaks for the product: its price stands on the card.
  CROSS JOIN LATERAL (
    SELECT k.price, k.list_price, k.unit_label, k.unit_size, k.unit_quantity
    FROM sku k WHERE k.mall_id = mall AND k.product_id = p.id AND k.active ORDER BY k.price, k.position LIMIT 1) cheapest
  CROSS JOIN LATERAL (
    SELECT json_agg(picture.image ORDER BY picture.position) FILTER (WHERE picture.role = 'gallery') AS gallery,
      json_agg(picture.image ORDER BY picture.position) FILTER (WHERE picture.role = 'detail') AS detail
    FROM (
      SELECT pic.role, pic.position, json_build_object('id', m.id, 'alt', pic.alt, 'width', m.width, 'height', m.height,
        'color', m.color) AS image
      FROM product_picture pic JOIN media m ON m.mall_id = mall AND m.id = pic.media_id
      WHERE pic.mall_id = mall AND pic.product_id = p.id) picture) shown
  CROSS JOIN LATERAL (
    SELECT json_agg(json_build_object('name', o.name, 'labels', (
      SELECT json_agg(v.label ORDER BY v.position) FROM product_option_value v
      WHERE v.mall_id = mall AND v.product_id = p.id AND v.option_position = o.position)) ORDER BY o.position) AS options
    FROM product_option o WHERE o.mall_id = mall AND o.product_id = p.id) chosen
  WHERE p.mall_id = mall AND p.id = ANY (products) AND p.status = 'on_sale' AND sold.ids IS NOT NULL
  ORDER BY p.id
  ON CONFLICT (mall_id, product_id) DO UPDATE
    SET slug = excluded.slug, category_id = excluded.category_id, rank = excluded.rank, sku_ids = excluded.sku_ids,
      card = excluded.card, facts = excluded.facts;
END $$;

-- The trigger's argument says which products a change is about: a query for (mall_id, product_id) of its rows.
CREATE FUNCTION follow_with_product_sheets() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  touched record;
BEGIN
  FOR touched IN EXECUTE format('SELECT mall_id, array_agg(DISTINCT product_id) AS products'
    ' FROM (%s) AS row (mall_id, product_id) GROUP BY mall_id', TG_ARGV[0]) LOOP
    PERFORM write_product_sheets(touched.mall_id, touched.products);
  END LOOP;
  RETURN NULL;
END $$;

DO $$
DECLARE
  part text;
BEGIN
  FOREACH part IN ARRAY ARRAY['sku', 'product_listing', 'product_picture', 'product_option', 'product_option_value'] LOOP
    EXECUTE format($sql$
      CREATE TRIGGER %1$s_sheet_inserted AFTER INSERT ON %1$s REFERENCING NEW TABLE AS changed FOR EACH STATEMENT
        EXECUTE FUNCTION follow_with_product_sheets('SELECT mall_id, product_id FROM changed');
      CREATE TRIGGER %1$s_sheet_updated AFTER UPDATE ON %1$s REFERENCING NEW TABLE AS changed FOR EACH STATEMENT
        EXECUTE FUNCTION follow_with_product_sheets('SELECT mall_id, product_id FROM changed');
      CREATE TRIGGER %1$s_sheet_deleted AFTER DELETE ON %1$s REFERENCING OLD TABLE AS changed FOR EACH STATEMENT
        EXECUTE FUNCTION follow_with_product_sheets('SELECT mall_id, product_id FROM changed');
    $sql$, part);
  END LOOP;
END $$;

CREATE TRIGGER product_sheet_updated AFTER UPDATE ON product REFERENCING NEW TABLE AS changed FOR EACH STATEMENT
  EXECUTE FUNCTION follow_with_product_sheets('SELECT mall_id, id FROM changed');
CREATE TRIGGER brand_sheet_updated AFTER UPDATE ON brand REFERENCING NEW TABLE AS changed FOR EACH STATEMENT
  EXECUTE FUNCTION follow_with_product_sheets(
    'SELECT p.mall_id, p.id FROM product p JOIN changed c ON c.mall_id = p.mall_id AND c.id = p.brand_id');
CREATE TRIGGER category_sheet_updated AFTER UPDATE ON category REFERENCING NEW TABLE AS changed FOR EACH STATEMENT
  EXECUTE FUNCTION follow_with_product_sheets(
    'SELECT p.mall_id, p.id FROM product p JOIN changed c ON c.mall_id = p.mall_id AND c.id = p.category_id');
CREATE TRIGGER media_sheet_updated AFTER UPDATE ON media REFERENCING NEW TABLE AS changed FOR EACH STATEMENT
  EXECUTE FUNCTION follow_with_product_sheets(
    'SELECT pic.mall_id, pic.product_id FROM product_picture pic'
    ' JOIN changed c ON c.mall_id = pic.mall_id AND c.id = pic.media_id');

SELECT write_product_sheets(mall_id, array_agg(id)) FROM product GROUP BY mall_id;
