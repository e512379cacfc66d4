-- Run by `sijang lua` with the id of a mall: asks its database each of the crowd's searches, and prints as JSON what one
-- takes in milliseconds: of PostgreSQL's processor time, and by the clock until its answer is read.

local clock = require "clock"
local crowd = require "bench.web.crowd"
local duel = require "bench.web.duel"
local json = require "json"
local pg = require "pg"
local store = require "catalog.search.store"

local mall_id = ...

-- The processor time of the one process that answers this one's questions.
local function spent_ms(pid)
  local file = assert(io.open(("/proc/%d/schedstat"):format(pid)))
  local nanoseconds = file:read "*n"
  file:close()
  return nanoseconds / 1e6
end

local pid = pg.row("SELECT pg_backend_pid() AS pid").pid
local list = {}
for i, search in ipairs(crowd.searches) do
  local inside, whole = {}, {}
  for round = -7, 30 do -- PostgreSQL settles on its plans first
    local before, began = spent_ms(pid), clock.monotonic()
    store.find(crowd.question(mall_id, search))
    if round > 0 then inside[round], whole[round] = spent_ms(pid) - before, clock.monotonic() - began end
  end
  list[i] = { q = search[1], inside = duel.median(inside), whole = duel.median(whole) }
end
assert(pid == pg.row("SELECT pg_backend_pid() AS pid").pid, "the connection was lost meanwhile")
io.write(json.encode(list), "\n")
