--- The demo mall with contracts with stand-ins of providers: orders that are paid in windows through the real program, and what
--- a job would do with them, done by a process of its own that may die on the way.

local database = require "spec.support.database"
local eventually = require "spec.support.eventually"
local fs = require "fs"
local json = require "json"
local mall = require "spec.system.mall"
local process = require "process"
local providers = require "spec.support.providers"
local visitor = require "spec.system.visitor"

local paying = setmetatable({}, { __index = mall })
paying.__index = paying

local program = fs.realpath("/proc/self/exe")
local tree = require("runtime").root()

-- What the process of a job runs: a flow by name, with arguments in JSON.
local JOB = [[
local name, fn, args = ...
require("payment").load()
require("queue").know(require "jobs.kinds", require "jobs.schedule")
local outcome, fault = require("flows." .. name)[fn](unpack(require("json").decode(args)))
if outcome == nil then print(tostring(fault)) end
]]

local METHODS = { "card", "wallet", "virtual_account" }

local function contracts(self, stand_ins, only)
  local list, methods = {}, { "bank_transfer" }
  for i, name in ipairs(only) do
    list[i] = stand_ins:contract(name)
    for _, method in ipairs(METHODS) do methods[#methods + 1] = { provider = name, method = method } end
  end
  local code = self:sql "SELECT code FROM mall ORDER BY id LIMIT 1"
  local path = self.root .. "/payment.json"
  assert(fs.write(path, json.encode { [code] = { contracts = list, methods = methods } }, 256))
  assert(fs.write(self.root .. "/job.lua", JOB))
  return path
end

--- Opens one. `only`: the providers by name.
---@param options { only: string[], env: table<string, string>|nil, choke: table|nil }
function paying.open(options)
  local stand_ins = providers.start { only = options.only }
  local self = mall.open(function(opened)
    local env = { PAYMENT_FILE = contracts(opened, stand_ins, options.only) }
    for name, value in pairs(options.env or {}) do env[name] = value end
    return env
  end, options.choke)
  self.providers = stand_ins
  self.job_url = options.choke and options.choke:address(self.name) or database.address(self.name)
  return setmetatable(self, paying)
end

function paying:close()
  mall.close(self)
  self.providers:stop()
end

--- Waits until somebody serves.
function paying:recovered() eventually(function() return self:get("/readyz").status == 200 end, 60000, "a worker") end

--- Does what a job does, in a process of its own. -> nil when it died, else what it said
---@param flow string
---@param fn string
---@param ... any
---@return string|nil
function paying:job(flow, fn, ...)
  local env = { DATABASE_URL = self.job_url, PAYMENT_FILE = self.env.PAYMENT_FILE, SIJANG_ENV = "development",
    SECRET_KEY = self.env.SECRET_KEY, LOG_FILE = self.root .. "/job.log" }
  local code, out, problem = process.run { argv = { program, "lua", self.root .. "/job.lua", flow, fn, json.encode { ... } }, env = env,
    cwd = tree }
  if code == 0 then return out end
  if (problem or ""):find "%S" then error(flow .. ": " .. problem) end
end

--- A visitor whose order waits for its payment.
---@return { buyer: table, number: string, id: string, amount: integer }
function paying:order(goods, qty)
  local buyer = visitor.new(self)
  local placed = buyer:confirm(buyer:prepare(goods, qty or 1))
  local number = assert((placed.location or ""):match "([%d]+%-%w+)", placed.status)
  local id, amount = self:sql(("SELECT id, payable_amount FROM \"order\" WHERE number = '%s'"):format(number)):match "^([^|]+)|(%d+)"
  return { buyer = buyer, number = number, id = id, amount = tonumber(amount) }
end

--- Opens the window of a way to pay; answers the attempt.
---@param offer string "inicis.card"
---@return { id: string, reference: string, provider: string, go: table }
function paying:window(order, offer)
  order.buyer:get("/pay/" .. order.number)
  local answer = order.buyer:post("/pay/" .. order.number, { offer = offer, instalments = 0 })
  assert(answer.status == 303 and answer.location:find "/window", ("%s: %d %s"):format(offer, answer.status, tostring(answer.location)))
  local id, reference, provider, go = self:sql(([[SELECT id, reference, provider, details -> 'go' FROM payment
    WHERE order_id = '%s' ORDER BY seq DESC LIMIT 1]]):format(order.id)):match "^([^|]+)|([^|]+)|([^|]+)|(.*)$"
  return { id = id, reference = reference, provider = provider, go = json.decode(go) }
end

--- What the browser carries back from a window.
function paying:press(attempt, button) return self.providers:press(attempt.provider, attempt.go, button or "pay") end

--- The browser comes back with it, without our cookies.
function paying:back(carried)
  return self:request(carried.method, carried.url:match "^https?://[^/]+(.*)$",
    carried.method == "POST" and { ["Content-Type"] = "application/x-www-form-urlencoded" } or {},
    carried.method == "POST" and carried.body or nil)
end

--- A paid order.
function paying:paid(goods, offer, qty)
  local order = self:order(goods, qty)
  local attempt = self:window(order, offer)
  self:back(self:press(attempt))
  assert(self:status(attempt) == "paid", self:status(attempt))
  return order, attempt
end

function paying:status(attempt) return self:sql(("SELECT status FROM payment WHERE id = '%s'"):format(attempt.id)) end
function paying:label(order) return self:sql(("SELECT status FROM \"order\" WHERE id = '%s'"):format(order.id)) end
function paying:mall_id(order) return self:sql(("SELECT mall_id FROM \"order\" WHERE id = '%s'"):format(order.id)) end

--- What our books and the providers' say of every attempt, where they differ: "" while they do not.
---@return string
function paying:differences()
  local theirs, list = {}, {}
  for name in pairs(self.providers.contracts) do
    for _, row in ipairs(self.providers:ledger(name)) do
      theirs[row.reference] = (theirs[row.reference] or 0) + row.captured - row.cancelled
    end
  end
  local ours = self:sql [[SELECT reference, captured_amount - returned_amount FROM payment WHERE provider NOT IN ('bank', 'points')]]
  for reference, amount in ours:gmatch "([^|\n]+)|(%d+)" do
    if (theirs[reference] or 0) ~= tonumber(amount) then
      list[#list + 1] = ("%s: %s here, %d there"):format(reference, amount, theirs[reference] or 0)
    end
    theirs[reference] = nil
  end
  for reference, amount in pairs(theirs) do
    if amount ~= 0 then list[#list + 1] = ("%s: unknown here, %d there"):format(reference, amount) end
  end
  return table.concat(list, "\n")
end

--- What happened to the orders of some attempts, for who has to find out why they differ.
---@param text string  in which their references stand
---@return string
function paying:story(text)
  local told = {}
  for number, seq in text:gmatch "(%d+%-%w+)%-(%d+)" do
    told[#told + 1] = self:sql(([[SELECT p.reference, p.provider, p.method, p.status, p.problem, p.expires_at FROM payment p
      JOIN "order" o ON o.mall_id = p.mall_id AND o.id = p.order_id WHERE o.number = '%s' AND p.seq = %d;
      SELECT e.at, e.axis, coalesce(p.seq::text, e.subject), e.event, e.to_status, e.actor, e.cause FROM order_event e
      JOIN "order" o ON o.mall_id = e.mall_id AND o.id = e.order_id
      LEFT JOIN payment p ON p.mall_id = e.mall_id AND p.id::text = e.subject WHERE o.number = '%s' ORDER BY e.seq;
      SELECT received_at, kind, state, outcome FROM payment_notice WHERE reference = '%s-%d']]):format(number, seq, number, number, seq))
  end
  return table.concat(told, "\n\n")
end

--- An attempt that nobody heard of for long enough is asked after.
function paying:resolve(order, attempt)
  self:sql(("UPDATE payment SET approving_at = approving_at - interval '100 s' WHERE id = '%s' AND status = 'approving'"):format(attempt.id))
  return self:job("resolve_payment", "run", self:mall_id(order), attempt.id)
end

return paying
