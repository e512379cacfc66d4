-- The history of raw edits keeps what stood in a row, and may be changed by nobody; but what was somebody's goes with them
-- when they leave, and nothing of it is kept for ever.

-- Empties what tells of a member: that something was changed, when and by whom stays.
CREATE FUNCTION forget_row_changes_of(mall uuid, member uuid) RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH emptied AS (
    UPDATE row_change SET columns = '{}', why = '', before = CASE WHEN before IS NOT NULL THEN '{}'::jsonb END,
      after = CASE WHEN after IS NOT NULL THEN '{}'::jsonb END
    WHERE coalesce(after, before) ->> 'mall_id' = mall::text AND (coalesce(after, before) ->> 'member_id' = member::text
      OR table_name = 'member' AND coalesce(after, before) ->> 'id' = member::text)
    RETURNING 1)
  SELECT count(*)::integer FROM emptied
$$;

-- Throws away what is older than so many days, unless something newer belongs to it.
CREATE FUNCTION forget_row_changes(days integer) RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH old AS (SELECT id FROM row_change WHERE at < now() - make_interval(days => greatest(days, 30))),
  gone AS (
    DELETE FROM row_change c WHERE c.id IN (SELECT id FROM old) AND NOT EXISTS (SELECT FROM row_change n
      WHERE (n.undoes = c.id OR n.with_id = c.id) AND n.id NOT IN (SELECT id FROM old))
    RETURNING 1)
  SELECT count(*)::integer FROM gone
$$;

REVOKE EXECUTE ON FUNCTION forget_row_changes_of(uuid, uuid), forget_row_changes(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_row_changes_of(uuid, uuid), forget_row_changes(integer) TO sijang_app;
