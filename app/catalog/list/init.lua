-- Products as staff lists them, for whoever looks for one.

local grid = require "catalog.grid"
local store = require "catalog.list.store"

return { grid = grid, list = store.list, count = store.count }
