-- The tables as the database itself describes them: columns, keys, references, and what the application may do with each.
-- It is read once for each version of the schema and remembered, since it changes with migrations only. Every identifier
-- that raw editing ever puts into a statement comes from here.

local pg = require "pg"
local describe = require "relation.rules.describe"

local store = {}

local TABLES = [[
  SELECT c.oid::int AS oid, c.relname::text AS name, coalesce(obj_description(c.oid, 'pg_class'), '') AS comment,
    has_table_privilege(c.oid, 'INSERT') AS may_insert, has_any_column_privilege(c.oid, 'UPDATE') AS may_update,
    has_table_privilege(c.oid, 'DELETE') AS may_delete
  FROM pg_class c
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
    AND has_table_privilege(c.oid, 'SELECT')
  ORDER BY c.relname]]

local COLUMNS = [[
  SELECT a.attrelid::int AS oid, a.attname::text AS name, t.typname::text AS base,
    format_type(a.atttypid, a.atttypmod) AS type,
    CASE WHEN t.typcategory = 'S' AND a.atttypmod > 4 THEN a.atttypmod - 4 END AS length,
    NOT a.attnotnull AS nullable, a.attgenerated <> '' AS generated, a.attidentity::text AS identity,
    pg_get_expr(d.adbin, d.adrelid) AS "default", coalesce(col_description(a.attrelid, a.attnum), '') AS comment,
    has_column_privilege(a.attrelid, a.attnum, 'UPDATE') AS may_update,
    (SELECT array_agg(e.enumlabel::text ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = a.atttypid) AS labels
  FROM pg_attribute a
  JOIN pg_class c ON c.oid = a.attrelid AND c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
    AND NOT c.relispartition
  JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE a.attnum > 0 AND NOT a.attisdropped
  ORDER BY a.attrelid, a.attnum]]

local CONSTRAINTS = [[
  SELECT k.conrelid::int AS oid, k.conname::text AS name, k.contype::text AS type, k.confrelid::int AS target,
    k.confdeltype::text AS on_delete, pg_get_constraintdef(k.oid) AS definition,
    (SELECT array_agg(a.attname::text ORDER BY u.n) FROM unnest(k.conkey) WITH ORDINALITY u (attnum, n)
      JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.attnum) AS columns,
    (SELECT array_agg(a.attname::text ORDER BY u.n) FROM unnest(k.confkey) WITH ORDINALITY u (attnum, n)
      JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.attnum) AS target_columns
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
  WHERE k.connamespace = 'public'::regnamespace AND k.contype IN ('p', 'u', 'f', 'c', 'x') AND k.conparentid = 0
    AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  ORDER BY k.conrelid, array_length(k.conkey, 1), k.conname]]

-- Unique indexes that are no constraints: partial ones, and those over expressions.
local INDEXES = [[
  SELECT i.indrelid::int AS oid, c.relname::text AS name, pg_get_expr(i.indpred, i.indrelid) AS predicate,
    (SELECT array_agg(a.attname::text ORDER BY u.n) FROM unnest(i.indkey::int2[]) WITH ORDINALITY u (attnum, n)
      JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = u.attnum) AS columns
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
  WHERE c.relnamespace = 'public'::regnamespace AND i.indisunique
    AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))]]

local remembered

--- All tables, as the present version of the schema has them.
---@return relation.catalog
function store.catalog()
  -- of which database: commands go from one to another
  local now = pg.row "SELECT concat_ws(' ', current_database(), max(version)) AS version FROM schema_migration"
  if remembered and remembered.version == now.version then return remembered end
  local sets = pg.row_sets { { TABLES }, { COLUMNS }, { CONSTRAINTS }, { INDEXES } }
  local catalog = describe.catalog(sets[1], sets[2], sets[3], sets[4])
  catalog.version = now.version
  remembered = catalog
  return catalog
end

--- About how many rows each table has, as the database itself reckons.
---@return table<string, integer> by table name
function store.estimates()
  local found = {}
  for _, row in ipairs(pg.rows [[
    SELECT c.relname::text AS name,
      sum(CASE WHEN p.relkind = 'p' THEN 0 WHEN p.reltuples < 0 THEN pg_stat_get_live_tuples(p.oid)
      ELSE p.reltuples END)::float8 AS rows
    FROM pg_class c JOIN pg_class p ON p.oid = c.oid OR p.oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = c.oid)
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
    GROUP BY c.oid]]) do
    found[row.name] = row.rows
  end
  return found
end

return store
