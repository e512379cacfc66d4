-- Run by `sijang lua`: opens pages of the list of orders as the back office does, rows and count, and prints as JSON what
-- each takes in milliseconds: the median of its tries, and the slowest.

local clock = require "clock"
local json = require "json"
local order = require "order"

local mall_id = require("mall").first().id
local TRIES = 15

local pages = {
  { name = "newest", args = {} },
  { name = "to be prepared", args = { status = "paid" } },
  { name = "second page", args = { page = "2" } },
  { name = "by what was paid", args = { sort = "-payable_amount" } },
  { name = "by its number", args = { q = order.list(mall_id, order.grid:read {})[1].number } },
}

local results = {}
for i, page in ipairs(pages) do
  local times = {}
  for try = -1, TRIES do
    local began = clock.monotonic()
    local ask = order.grid:read(page.args)
    local rows = order.list(mall_id, ask)
    order.count(mall_id, ask)
    assert(#rows > 0, page.name .. " shows nothing")
    if try > 0 then times[try] = clock.monotonic() - began end
  end
  table.sort(times)
  results[i] = { name = page.name, ms = times[math.ceil(TRIES / 2)], most = times[TRIES] }
end
io.write(json.encode(json.array(results)), "\n")
