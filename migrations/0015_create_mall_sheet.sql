-- What every page needs to know of its mall, put together when the mall is edited instead of each time somebody looks: one
-- row by the host name that was asked. As with product_sheet, nobody writes here but the triggers, in the transaction of
-- what they follow.

-- A mall with the shelves of its navigation and the terms on which it ships, without nulls.
CREATE FUNCTION describe_mall(mall uuid) RETURNS json LANGUAGE sql STABLE AS $$
  SELECT json_strip_nulls(json_build_object('id', m.id, 'code', m.code, 'name', m.name, 'tagline', m.tagline,
    'description', m.description, 'theme', m.theme, 'currency', m.currency, 'footer', m.footer,
    'canonical_host', (SELECT host FROM mall_host WHERE mall_id = m.id ORDER BY position, host LIMIT 1),
    'shelves', (SELECT coalesce(json_agg(json_build_object('slug', slug, 'name', name, 'icon', icon)
      ORDER BY position, code), '[]') FROM category WHERE mall_id = m.id),
    'shipping', (SELECT row_to_json(policy) FROM (
      SELECT code, name, carrier, fee, free_from, jeju_surcharge, island_surcharge, dispatch_text
      FROM shipping_policy WHERE mall_id = m.id ORDER BY code LIMIT 1) policy)))
  FROM mall m WHERE m.id = mall
$$;

CREATE TABLE mall_sheet (
  host  text PRIMARY KEY REFERENCES mall_host (host) ON UPDATE CASCADE ON DELETE CASCADE,
  facts json NOT NULL
);
-- Read whole each time, as product_sheet is.
ALTER TABLE mall_sheet ALTER facts SET STORAGE EXTERNAL;

CREATE FUNCTION write_mall_sheets(malls uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  -- Two edits of one mall at once: the second waits here, and then sees what the first has done.
  PERFORM FROM mall WHERE id = ANY (malls) ORDER BY id FOR NO KEY UPDATE;
  INSERT INTO mall_sheet (host, facts)
  SELECT h.host, described.facts
  FROM (SELECT id, describe_mall(id) AS facts FROM mall WHERE id = ANY (malls)) described
  JOIN mall_host h ON h.mall_id = described.id ORDER BY h.host
  ON CONFLICT (host) DO UPDATE SET facts = excluded.facts;
END $$;

-- The trigger's argument is the column that names the mall.
CREATE FUNCTION follow_with_mall_sheets() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  malls uuid[];
BEGIN
  EXECUTE format('SELECT array_agg(DISTINCT %I) FROM changed', TG_ARGV[0]) INTO malls;
  IF malls IS NOT NULL THEN PERFORM write_mall_sheets(malls); END IF;
  RETURN NULL;
END $$;

DO $$
DECLARE
  part text;
BEGIN
  FOREACH part IN ARRAY ARRAY['mall_host', 'category', 'shipping_policy'] LOOP
    EXECUTE format($sql$
      CREATE TRIGGER %1$s_mall_inserted AFTER INSERT ON %1$s REFERENCING NEW TABLE AS changed FOR EACH STATEMENT
        EXECUTE FUNCTION follow_with_mall_sheets('mall_id');
      CREATE TRIGGER %1$s_mall_updated AFTER UPDATE ON %1$s REFERENCING NEW TABLE AS changed FOR EACH STATEMENT
        EXECUTE FUNCTION follow_with_mall_sheets('mall_id');
      CREATE TRIGGER %1$s_mall_left AFTER UPDATE ON %1$s REFERENCING OLD TABLE AS changed FOR EACH STATEMENT
        EXECUTE FUNCTION follow_with_mall_sheets('mall_id');
      CREATE TRIGGER %1$s_mall_deleted AFTER DELETE ON %1$s REFERENCING OLD TABLE AS changed FOR EACH STATEMENT
        EXECUTE FUNCTION follow_with_mall_sheets('mall_id');
    $sql$, part);
  END LOOP;
END $$;
CREATE TRIGGER mall_mall_updated AFTER UPDATE ON mall REFERENCING NEW TABLE AS changed FOR EACH STATEMENT
  EXECUTE FUNCTION follow_with_mall_sheets('id');

SELECT write_mall_sheets(array_agg(id)) FROM mall HAVING count(*) > 0;
