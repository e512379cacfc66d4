-- What is decided about jobs: what a kind is, what its args may be, what becomes of one that ended, how long it waits then,
-- and how many of a limited kind may begin. Nothing here waits, asks the time or rolls dice.

local json = require "json"
local text = require "text"

local rules = {}

--- Bytes of args as JSON.
rules.MOST_ARGS = 16384
--- Characters of an error that are kept.
local MOST_ERROR = 2000

local DEFAULTS = { attempts = 10, timeout = 60, lease = 60, format = 1 }
local BACKOFF = { base = 5, cap = 3600 }

-- What would lead to a person: a job carries ids, and whoever runs it looks up what is true then.
local PERSONAL = { email = true, phone = true, address = true, address1 = true, address2 = true, password = true,
  birth_date = true, recipient_name = true, orderer_name = true }

---@class queue.kind
---@field kind string
---@field run fun(args: table, job: queue.job): any, any
---@field args table<string, string>|nil  by name "uuid", "string", "integer", "boolean", "table"; with a ? it may be absent
---@field attempts integer     claims until it is a dead letter
---@field timeout number       seconds that one attempt may take
---@field lease number         seconds without a sign of life until its worker is believed dead
---@field concurrency integer|nil          at once, on all nodes together
---@field rate { count: number, per: number }|nil   so many in so many seconds, on all nodes together
---@field backoff { base: number, cap: number }     seconds
---@field format integer       of its args, the newest that it understands

--- A kind with all its defaults; raises when it is not whole.
---@param given table
---@return queue.kind
function rules.kind(given)
  local kind = {}
  for name, value in pairs(DEFAULTS) do kind[name] = value end
  for name, value in pairs(given) do kind[name] = value end
  local backoff = given.backoff or BACKOFF
  kind.backoff = { base = backoff.base or BACKOFF.base, cap = backoff.cap or BACKOFF.cap }
  if not rules.is_kind(kind.kind) or type(kind.run) ~= "function" then
    error("a kind of job has a name like \"mail.send\" and a function run", 2)
  end
  if kind.timeout < 0.1 or kind.timeout > 3600 then error(kind.kind .. ": timeout is 0.1 to 3600 seconds", 2) end
  return kind
end

---@param name any
---@return boolean
function rules.is_kind(name)
  return type(name) == "string" and #name <= 100 and name:find("^[a-z][a-z0-9_.]*$") ~= nil
    and not name:find("%.[^a-z]") and name:sub(-1) ~= "."
end

--- What is wrong with args that somebody enqueues; nil when nothing is.
---@param args any
---@return string|nil problem
---@return string|nil encoded
function rules.args_problem(args)
  if type(args) ~= "table" then return "the args of a job are a table" end
  for name in pairs(args) do
    if type(name) ~= "string" then return "the args of a job have names" end
    if PERSONAL[name] then return ("a job carries ids and no personal data: %s"):format(name) end
  end
  local encoded = json.encode(args)
  if #encoded > rules.MOST_ARGS then
    return ("the args of a job are %d bytes as JSON: %d at most"):format(#encoded, rules.MOST_ARGS)
  end
  return nil, encoded
end

local UUID = "^%x%x%x%x%x%x%x%x%-%x%x%x%x%-%x%x%x%x%-%x%x%x%x%-%x%x%x%x%x%x%x%x%x%x%x%x$"

local judges = {
  uuid = function(value) return type(value) == "string" and value:find(UUID) ~= nil end,
  string = function(value) return type(value) == "string" end,
  integer = function(value) return type(value) == "number" and value % 1 == 0 end,
  boolean = function(value) return type(value) == "boolean" end,
  table = function(value) return type(value) == "table" end,
}

--- What a kind cannot do with these args; nil when it can.
---@param kind queue.kind
---@param args table
---@return string|nil
function rules.misfit(kind, args)
  if not kind.args then return nil end
  local names = {}
  for name in pairs(kind.args) do names[#names + 1] = name end
  table.sort(names)
  for _, name in ipairs(names) do
    local wanted, optional = kind.args[name]:match("^(%a+)(%??)$")
    local value = args[name]
    if value == json.null then value = nil end
    if value == nil and optional == "" then return ("its args have no %s"):format(name) end
    if value ~= nil and not judges[wanted](value) then
      return ("%s of its args is no %s"):format(name, wanted)
    end
  end
end

--- How long to wait before the next attempt: anything up to twice as long each time, so that what failed together does not
--- come back together ("full jitter").
---@param attempt integer  those that failed so far
---@param backoff { base: number, cap: number }
---@param random number    from 0 to 1
---@return number seconds
function rules.backoff(attempt, backoff, random)
  return random * math.min(backoff.cap, backoff.base * 2 ^ math.min(attempt - 1, 60))
end

-- Whatever it is, the database takes it.
local function said(problem)
  local words = tostring(problem):gsub("%z", "?")
  if not text.valid(words) then words = words:gsub("[\128-\255]", "?") end
  return text.clip(words, MOST_ERROR)
end

---@class queue.outcome
---@field id string
---@field token string
---@field outcome "done"|"retry"|"snooze"|"return"|"dead"
---@field delay number     seconds from now
---@field problem string

--- What becomes of a job that did not succeed.
---@param job { id: string, lease_token: string, attempt: integer, max_attempts: integer }
---@param kind queue.kind
---@param problem any      a fault, or what it raised
---@param random number    from 0 to 1
---@return queue.outcome
function rules.failed(job, kind, problem, random)
  local is_fault = type(problem) == "table"
  local outcome = { id = job.id, token = job.lease_token, outcome = "retry", delay = 0, problem = said(problem) }
  if is_fault and problem.snooze then
    outcome.outcome, outcome.delay, outcome.problem = "snooze", tonumber(problem.snooze) or 60, ""
  elseif is_fault and problem.permanent then
    outcome.outcome = "dead"
  elseif job.attempt >= job.max_attempts then
    outcome.outcome = "dead"
  else
    outcome.delay = rules.backoff(job.attempt, kind.backoff, random)
    local asked = is_fault and tonumber(problem.retry_after)
    if asked and asked > outcome.delay then outcome.delay = asked end
  end
  return outcome
end

--- How many of a limited kind may begin, and what is left in its bucket before they do.
---@param kind queue.kind
---@param tokens number   in the bucket when it was last looked at
---@param age number      seconds since then
---@param running integer  of this kind, everywhere
---@param room integer    that the worker has
---@return integer most
---@return number tokens
function rules.allowance(kind, tokens, age, running, room)
  local most = room
  if kind.concurrency then most = math.min(most, kind.concurrency - running) end
  if kind.rate then
    tokens = math.min(kind.rate.count, tokens + math.max(0, age) * kind.rate.count / kind.rate.per)
    most = math.min(most, math.floor(tokens))
  end
  return math.max(0, most), tokens
end

return rules
