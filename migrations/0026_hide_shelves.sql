-- The navigation shows no shelf that is hidden.
CREATE OR REPLACE FUNCTION describe_mall(mall uuid) RETURNS json LANGUAGE sql STABLE AS $$
  SELECT json_strip_nulls(json_build_object('id', m.id, 'code', m.code, 'name', m.name, 'tagline', m.tagline,
    'description', m.description, 'theme', m.theme, 'currency', m.currency, 'footer', m.footer,
    'canonical_host', (SELECT host FROM mall_host WHERE mall_id = m.id ORDER BY position, host LIMIT 1),
    'shelves', (SELECT coalesce(json_agg(json_build_object('slug', slug, 'name', name, 'icon', icon)
      ORDER BY position, code), '[]') FROM category WHERE mall_id = m.id AND NOT hidden),
    'shipping', (SELECT row_to_json(policy) FROM (
      SELECT code, name, carrier, fee, free_from, jeju_surcharge, island_surcharge, dispatch_text
      FROM shipping_policy WHERE mall_id = m.id ORDER BY code LIMIT 1) policy)))
  FROM mall m WHERE m.id = mall
$$;
