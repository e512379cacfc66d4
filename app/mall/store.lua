-- Reading malls: the row that every page needs, with the shelves of its navigation and the terms on which it ships, and
-- apart from it what only some pages ask for. What a host name leads to is put together by the database beforehand (0015).

local pg = require "pg"

local store = {}

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

local function facts_of(row) return row and row.facts end

---@param host string lower case, without port
---@return mall|nil
function store.by_host(host) return facts_of(pg.row("SELECT facts FROM mall_sheet WHERE host = $1", host)) end

---@param code string
---@return mall|nil
function store.by_code(code) return facts_of(pg.row("SELECT describe_mall(id) AS facts FROM mall WHERE code = $1", code)) end

---@param id string
---@return mall|nil
function store.by_id(id) return facts_of(pg.row("SELECT describe_mall(id) AS facts FROM mall WHERE id = $1", id)) end

--- The first mall of the installation: what an unknown host sees in development.
---@return mall|nil
function store.first()
  return facts_of(pg.row "SELECT describe_mall(id) AS facts FROM mall ORDER BY position, code LIMIT 1")
end

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
