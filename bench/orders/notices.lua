-- What a deposit's notice takes: until the provider is answered, when many come at once; and until the order is paid, when
-- they come as in a busy shop's day. What they say is asked after at the provider, here a stand-in on this machine.

local clock = require "clock"
local crowd = require "spec.support.crowd"
local field = require "bench.orders.field"
local fs = require "fs"
local json = require "json"
local providers = require "spec.support.providers"
local task = require "task"

local notices = {}

local smoke = os.getenv "BENCH_ORDERS" == "1"
-- How many come at once and how many one by one, and how long after one the next one comes, in milliseconds.
local CROWD, PACED, PAUSE = 600, 300, 50
if smoke then CROWD, PACED = 20, 10 end

local function percentile(times, part)
  table.sort(times)
  return times[math.max(1, math.ceil(#times * part))]
end

local function told(report, name, times)
  local p95 = percentile(times, 0.95)
  report { name = name, goal = 20, lower_is_better = true, unit = "ms", ratio = p95, ours = math.floor(p95 * 10 + 0.5) / 10,
    spread = ("(p50 %.1f, slowest %.1f)"):format(percentile(times, 0.5), times[#times]) }
end

-- The notices of deposits that the stand-in has, each as it would be posted. A deposit is told twice, once as an event of
-- the payment: that one is left out.
local function deposits(stand, references)
  local sink = stand:sink(200, "")
  stand:forget()
  crowd(#references, 4, function(i)
    stand:command { provider = "toss_payments", ["do"] = "deposit", reference = references[i], url = sink }
  end)
  local list = {}
  for _, raw in ipairs(stand:notices("toss_payments", sink)) do
    if not raw.body:find("eventType", 1, true) then list[#list + 1] = raw end
  end
  return list
end

local function post(server, raw)
  local began = clock.monotonic()
  local answer = server:request("POST", "/hook/pay/toss_payments", raw.headers, raw.body)
  if answer.status ~= 200 then error(("a notice was answered %d: %s"):format(answer.status, answer.body), 0) end
  return clock.monotonic() - began
end

local function settled()
  local deadline = clock.monotonic() + 60000
  while field.psql "SELECT count(*) FROM payment_notice WHERE state = 'received'" ~= "0\n" do
    if clock.monotonic() > deadline then error("notices are never handled; see " .. field.folder .. "/log", 0) end
    task.sleep(50)
  end
end

--- Many at once, and one after another.
---@param report fun(row: table)
---@param code string  of a SKU of which there is enough
function notices.measure(report, code)
  local stand = providers.start { only = { "toss_payments" } }
  local settings = field.folder .. "/payment.json"
  assert(fs.write(settings, json.encode { [field.mall()] = { contracts = { stand.contracts.toss_payments },
    methods = { "virtual_account" } } }, 384))
  local env = { PAYMENT_FILE = settings, PAYMENT_TEST = "on", JOB_WORKERS = "1" }
  local references = field.inside("bench/orders/waiting.lua", { code, tostring(CROWD + PACED), stand.url }, env)
  local list = deposits(stand, references)
  if #list ~= CROWD + PACED then error(("%d notices of %d"):format(#list, CROWD + PACED), 0) end
  local server, answered = field.serve(env), {}
  for i = 1, PACED do
    post(server, list[i])
    task.sleep(PAUSE)
  end
  settled()
  local paced = {}
  for ms in field.psql("SELECT extract(epoch FROM handled_at - received_at) * 1000 FROM payment_notice"):gmatch "%S+" do
    paced[#paced + 1] = tonumber(ms)
  end
  crowd(CROWD, 16, function(i) answered[i] = post(server, list[PACED + i]) end)
  settled()
  local paid = field.psql("SELECT count(*) FROM payment WHERE provider = 'toss_payments' AND status = 'paid'"):match "%d+"
  field.close()
  stand:stop()
  if tonumber(paid) ~= CROWD + PACED then error(("%s of %d orders were paid"):format(paid, CROWD + PACED), 0) end
  told(report, "notices of deposits, sixteen at once: answered, p95", answered)
  told(report, "notices of deposits, twenty a second: told → order paid, p95", paced)
end

return notices
