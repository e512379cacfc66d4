-- Reading malls: the row that every page needs, with the shelves of its navigation and the terms on which it ships, and
-- apart from it what only some pages ask for.

local pg = require "pg"

local store = {}

local MALL = [[
  SELECT m.id, m.code, m.name, m.tagline, m.description, m.theme, m.currency, m.footer,
    (SELECT host FROM mall_host WHERE mall_id = m.id ORDER BY position, host LIMIT 1) AS canonical_host,
    (SELECT coalesce(json_agg(json_build_object('slug', slug, 'name', name, 'icon', icon) ORDER BY position, code), '[]')
      FROM category WHERE mall_id = m.id) AS shelves,
    (SELECT row_to_json(p) FROM (
      SELECT code, name, carrier, fee, free_from, jeju_surcharge, island_surcharge, dispatch_text
      FROM shipping_policy WHERE mall_id = m.id ORDER BY code LIMIT 1) p) AS shipping
  FROM mall m ]]

---@class mall
---@field id string
---@field code string
---@field name string
---@field tagline string
---@field description string
---@field theme "food"|"living"
---@field currency string
---@field footer table
---@field canonical_host string|nil
---@field shipping shipping.policy|nil
---@field shelves {slug:string, name:string, icon:string}[] its categories, in the order of its navigation

---@param host string lower case, without port
---@return mall|nil
function store.by_host(host)
  return pg.row(MALL .. "JOIN mall_host h ON h.mall_id = m.id WHERE h.host = $1", host)
end

---@param code string
---@return mall|nil
function store.by_code(code) return pg.row(MALL .. "WHERE m.code = $1", code) end

---@param id string
---@return mall|nil
function store.by_id(id) return pg.row(MALL .. "WHERE m.id = $1", id) end

--- The first mall of the installation: what an unknown host sees in development.
---@return mall|nil
function store.first() return pg.row(MALL .. "ORDER BY m.position, m.code LIMIT 1") end

--- What a merchandiser set, by name.
---@param mall_id string
---@return table<string, any>
function store.settings(mall_id)
  local settings = {}
  for _, row in ipairs(pg.rows("SELECT name, value FROM setting WHERE mall_id = $1", mall_id)) do
    settings[row.name] = row.value
  end
  return settings
end

--- Where a bank transfer may go to, the one offered first in front.
---@param mall_id string
---@return {code:string, bank:string, number:string, holder:string}[]
function store.accounts(mall_id)
  return pg.rows("SELECT code, bank, number, holder FROM bank_account WHERE mall_id = $1 AND active ORDER BY position",
    mall_id)
end

---@return {id:string, code:string, name:string}[]
function store.all() return pg.rows("SELECT id, code, name FROM mall ORDER BY position, code") end

return store
