-- Letters as staff lists them.

local pg = require "pg"
local reader = require "shared.listing.reader"

local store = {}

local LIST = [[
  SELECT m.id, m.template, m.to_address, m.to_name, m.state, m.error, m.attempts, m.provider, m.queued_at, m.done_at
  FROM mail m WHERE m.mall_id = $1]]

--- Lists of them: see shared.listing.reader.
store.list, store.count = reader.of(pg.slow_rows, LIST)

return store
