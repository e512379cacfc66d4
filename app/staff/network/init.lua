-- Where from the back office may be used. While the list is empty, from everywhere.

local store = require "staff.network.store"

return { list = store.list, read = store.read, add = store.add, remove = store.remove, admits = store.admits }
