-- How a job comes into the queue: in the transaction of what causes it, so that neither is without the other. The bell rings
-- once that is committed.

local runtime = require "runtime"
local bell = require "shared.bell"
local kinds = require "queue.kinds"
local rules = require "queue.rules"
local store = require "queue.store"

local insertion = { bell = bell.new "jobs" }

---@class queue.options
---@field mall_id string|nil    whose job it is; without one the installation's
---@field unique string|nil     no second job of the kind, mall and this key while the first has not ended
---@field delay number|nil      seconds from now
---@field run_at number|nil     epoch seconds, any time ahead
---@field priority integer|nil  1 (first) to 9; 5
---@field format integer|nil    of the args, if their meaning has changed: 1
---@field trace string|nil      what caused it: a request's id

-- What is enqueued, as a row; raises for misuse.
local function row_of(kind, args, options)
  options = options or {}
  if not rules.is_kind(kind) then error("a kind of job has a name like \"mail.send\"", 3) end
  if not kinds.exists(kind) then error(("there is no kind of job called %s: jobs/kinds.lua lists them"):format(kind), 3) end
  local problem, encoded = rules.args_problem(args)
  if problem then error(kind .. ": " .. problem, 3) end
  local priority = options.priority or 5
  if priority % 1 ~= 0 or priority < 1 or priority > 9 then error("a job's priority is 1 to 9", 3) end
  if options.unique and (#options.unique < 1 or #options.unique > 200) then error("a unique key has 1 to 200 bytes", 3) end
  if options.delay and options.run_at then error("a job has a delay or a time, not both", 3) end
  return { kind = kind, args = encoded, mall_id = options.mall_id, priority = priority, unique = options.unique,
    delay = options.delay or 0, run_at = options.run_at, format = options.format or 1, release = runtime.release(),
    trace = options.trace }
end

-- Once for all that a transaction puts in.
local rings = setmetatable({}, { __mode = "k" })

local function insert(tx, row)
  local made = store.insert(tx, row)
  if not made then return nil, "duplicate" end
  if made.state == "ready" and not rings[tx] then
    rings[tx] = true
    tx:on_commit(insertion.bell.ring)
  end
  return made.id
end

--- Puts a job in, in the transaction of what causes it.
---@param tx table
---@param kind string
---@param args table          ids and the like, no personal data, 16 KB of JSON at most
---@param options queue.options|nil
---@return string|nil id
---@return "duplicate"|nil    one of its unique key has not ended
function insertion.enqueue(tx, kind, args, options) return insert(tx, row_of(kind, args, options)) end

--- Puts in the job of a schedule's entry, unless that of the slot before has not ended.
---@param tx table
---@param entry queue.entry
---@return string|nil id
function insertion.enqueue_slot(tx, entry)
  local row = row_of(entry.kind, entry.args, { unique = "schedule:" .. entry.name, trace = "schedule " .. entry.name })
  row.slot_name = entry.name
  return (insert(tx, row))
end

--- Puts several jobs in, and another one that runs when each of them is done or a dead letter: its args get `batch`,
--- { id =, total =, failed = }.
---@param tx table
---@param list { kind: string, args: table, options: queue.options|nil }[]
---@param follower { kind: string, args: table, options: queue.options|nil }
---@return string batch_id
function insertion.enqueue_batch(tx, list, follower)
  if not list[1] then error("a batch has at least one job", 2) end
  local batch_id = store.open_batch(tx, #list, row_of(follower.kind, follower.args, follower.options))
  for _, one in ipairs(list) do
    local row = row_of(one.kind, one.args, one.options)
    if row.unique then error("jobs of a batch have no unique keys: one that is not put in would never end", 2) end
    row.batch_id = batch_id
    insert(tx, row)
  end
  return batch_id
end

return insertion
