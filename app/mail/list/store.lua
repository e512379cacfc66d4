-- Letters as staff lists them.

local pg = require "pg"

local store = {}

local LIST = [[
  SELECT m.id, m.template, m.to_address, m.to_name, m.state, m.error, m.attempts, m.provider, m.queued_at, m.done_at
  FROM mail m WHERE m.mall_id = $1]]

---@param mall_id string
---@param ask listing.ask
---@return table[]
function store.list(mall_id, ask)
  local sql, args = ask:select(LIST, mall_id)
  return pg.slow_rows(sql, unpack(args, 1, args.n))
end

---@param mall_id string
---@param ask listing.ask
---@return integer
function store.count(mall_id, ask)
  local sql, args = ask:count(LIST, mall_id)
  return pg.slow_rows(sql, unpack(args, 1, args.n))[1].count
end

return store
