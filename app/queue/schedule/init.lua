-- What happens by the clock: jobs/schedule.lua says when which job is due, in Korean time. Every job worker of every node
-- looks; the slot's row is put in together with its job, so that each slot has one job, however many look at once. The time
-- is the database's: a node whose clock is wrong does nothing too early.

local log = require "log"
local cron = require "queue.rules.cron"
local insertion = require "queue.insertion"
local rows = require "queue.store"
local store = require "queue.schedule.store"

---@type queue.entry[]  those of the site
local schedule = { entries = {}, sweep = store.sweep }

---@class queue.entry
---@field name string
---@field cron string           five fields, Korean time
---@field kind string
---@field args table|nil
---@field missed "once"|"skip"  what becomes of slots that came while nobody looked: one run makes up for all, or none does
---@field spec cron|nil         what cron says, read

--- Takes the entries of the site and reads their times; raises when one is not whole.
---@param entries queue.entry[]
---@param kinds table<string, queue.kind>
function schedule.know(entries, kinds)
  local read, seen = {}, {}
  for i, entry in ipairs(entries) do
    local function wrong(why) error(("jobs/schedule.lua: %s: %s"):format(tostring(entry.name), why), 0) end
    if type(entry.name) ~= "string" or seen[entry.name] then wrong "a name of its own is expected" end
    if not kinds[entry.kind] then wrong(("there is no kind of job called %s"):format(tostring(entry.kind))) end
    if entry.missed ~= "once" and entry.missed ~= "skip" then wrong "missed is \"once\" or \"skip\"" end
    local spec, problem = cron.parse(tostring(entry.cron))
    if not spec then wrong(problem) end
    seen[entry.name] = true
    read[i] = { name = entry.name, cron = entry.cron, spec = spec, kind = entry.kind, args = entry.args or {},
      missed = entry.missed }
  end
  schedule.entries = read
end

-- Both rows or, when another node has this slot, none.
local function run(entry, slot)
  return rows.transaction(function(tx)
    local id = insertion.enqueue_slot(tx, entry)
    local taken = store.take(tx, entry.name, slot, not id and "overlapped" or nil, id)
    return taken and (id and "fired" or "overlapped")
  end)
end

local function miss(entry, slot)
  return rows.transaction(function(tx) return store.take(tx, entry.name, slot, "missed") end)
end

local function names_of(entries)
  local names = {}
  for i, entry in ipairs(entries) do names[i] = entry.name end
  return names
end

--- Puts in what is due. While the run before has not ended, a slot's run is left out.
---@return integer fired
function schedule.fire()
  if not schedule.entries[1] then return 0 end
  local fired = 0
  local now, last = store.moment(names_of(schedule.entries))
  for _, entry in ipairs(schedule.entries) do
    local due, gone = cron.due(entry.spec, entry.missed, last[entry.name], now)
    for _, slot in ipairs(gone) do miss(entry, slot) end
    for _, slot in ipairs(due) do
      local outcome = run(entry, slot)
      if outcome == "fired" then fired = fired + 1 end
      if outcome == "overlapped" then log.warn("schedule.overlapped", { name = entry.name, slot = slot }) end
    end
  end
  return fired
end

--- Runs an entry now, outside its times.
---@param tx table
---@param name string
---@return string|nil id
---@return "unknown"|"overlapped"|nil  there is no such entry; a run of it has not ended
function schedule.run_now(tx, name)
  for _, entry in ipairs(schedule.entries) do
    if entry.name == name then
      local id = insertion.enqueue_slot(tx, entry)
      if not id then return nil, "overlapped" end
      store.take_now(tx, name, id)
      return id
    end
  end
  return nil, "unknown"
end

--- The entries with their next slot and what became of the newest ones.
---@param most integer  slots of each
---@return { name: string, cron: string, kind: string, missed: string, next: number|nil, slots: table[] }[]
function schedule.overview(most)
  if not schedule.entries[1] then return {} end
  local names = names_of(schedule.entries)
  local now, list, by_name = store.moment(names), {}, {}
  for i, entry in ipairs(schedule.entries) do
    list[i] = { name = entry.name, cron = entry.cron, kind = entry.kind, missed = entry.missed,
      next = cron.next(entry.spec, now), slots = {} }
    by_name[entry.name] = list[i]
  end
  for _, slot in ipairs(store.history(names, most)) do table.insert(by_name[slot.name].slots, slot) end
  return list
end

return schedule
