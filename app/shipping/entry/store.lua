-- Writing the terms on which a mall ships: its first policy, which is the one that counts, and its regions.

local json = require "json"
local pg = require "pg"

local store = {}

--- The policy with its version, locked until the transaction ends.
---@return table|nil
function store.policy(mall_id, tx)
  local sql = [[SELECT code, name, carrier, fee, free_from, jeju_surcharge, island_surcharge, dispatch_text, version
    FROM shipping_policy WHERE mall_id = $1 ORDER BY code LIMIT 1]]
  if tx then return tx:row(sql .. " FOR UPDATE", mall_id) end
  return pg.row(sql, mall_id)
end

---@return { postcode_from: string, postcode_to: string, kind: string, name: string }[]
function store.regions(mall_id, tx)
  local sql = "SELECT postcode_from, postcode_to, kind, name FROM shipping_region WHERE mall_id = $1 ORDER BY postcode_from"
  if tx then return tx:rows(sql, mall_id) end
  return pg.rows(sql, mall_id)
end

---@return { version: integer }|nil  nil: it stands at another version
function store.write_policy(tx, mall_id, code, version, policy)
  return tx:row([[UPDATE shipping_policy SET name = $4, carrier = $5, fee = $6, free_from = $7, jeju_surcharge = $8,
      island_surcharge = $9, dispatch_text = $10, version = version + 1
    WHERE mall_id = $1 AND code = $2 AND version = $3 RETURNING version]], mall_id, code, version, policy.name,
    policy.carrier, policy.fee, policy.free_from or pg.null, policy.jeju_surcharge, policy.island_surcharge,
    policy.dispatch_text or "")
end

---@param regions table[]
function store.write_regions(tx, mall_id, regions)
  local starts = {}
  for i, region in ipairs(regions) do starts[i] = region.postcode_from end
  tx:rows("DELETE FROM shipping_region WHERE mall_id = $1 AND postcode_from <> ALL ($2)", mall_id, pg.array(starts))
  tx:rows([[INSERT INTO shipping_region (mall_id, postcode_from, postcode_to, kind, name)
    SELECT $1, postcode_from, postcode_to, kind, name FROM jsonb_to_recordset($2::jsonb)
      AS region (postcode_from char(5), postcode_to char(5), kind text, name text)
    ON CONFLICT (mall_id, postcode_from) DO UPDATE SET postcode_to = excluded.postcode_to, kind = excluded.kind,
      name = excluded.name]], mall_id, pg.json(json.array(regions)))
end

return store
