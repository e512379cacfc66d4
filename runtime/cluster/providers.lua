--- The stand-ins for payment providers that `up` gives the demo malls, so that whoever tries them can pay by every method at
--- once and no money moves: a program of spec/support/providers beside the malls. What runs is named in DATA/providers.json,
--- the contracts that lead to it in DATA/payment.json. `serve` in production refuses such contracts.

local fetch = require "fetch"
local fs = require "fs"
local json = require "json"
local pid = require "pid"
local process = require "process"
local runtime = require "runtime"
local task = require "task"
local terminal = require "terminal"

local providers = {}

-- The malls that the seed opens.
local MALLS = { "morak", "goyo" }

local function program() return runtime.root() .. "/spec/support/providers/main.mjs" end

local function state_path(where) return where.data .. "/providers.json" end

--- Where the contracts stand.
---@param where place
---@return string
function providers.contracts(where) return where.data .. "/payment.json" end

--- What runs here.
---@param where place
---@return { pid: integer, port: integer }|nil
function providers.running(where)
  local state = json.decode(fs.read(state_path(where)) or "null")
  if type(state) ~= "table" or not pid.lives(state.pid) then return nil end
  for _, word in ipairs(pid.words(state.pid)) do
    if word:find("providers/main.mjs", 1, true) then return state end
  end
end

local function listening(said, child)
  for _ = 1, 200 do
    local port = json.decode((fs.read(said) or ""):match "^%b{}" or "null")
    if type(port) == "table" then return port.port end
    if not pid.lives(child.pid) then return nil end
    task.sleep(50)
  end
end

-- What each takes of a sale, so that their settlements can be held against something.
local FEES = { ["*"] = { ppm = 30000, days = 2 } }

-- One contract with each, for every demo mall: { "morak": { "contracts": [ … ] }, … }.
local function write_contracts(where, port)
  local answer = fetch.request { url = ("http://127.0.0.1:%d/contracts"):format(port), allow_private = true }
  local given = answer and answer.status == 200 and json.decode(answer.body)
  if type(given) ~= "table" then return nil end
  local names, list, malls = {}, {}, {}
  for name in pairs(given) do names[#names + 1] = name end
  table.sort(names)
  for i, name in ipairs(names) do
    list[i] = given[name]
    list[i].fees = FEES
  end
  for _, mall in ipairs(MALLS) do malls[mall] = { contracts = list } end
  local path = providers.contracts(where)
  fs.remove(path)
  return fs.write(path, json.encode(malls), 256) -- 0400
end

--- Starts them, unless there is nothing to start them with or somebody has contracts of their own. Answers the setting that
--- the malls need to find them.
---@param where place
---@param mall_port integer  where notices go to
---@return table<string, string> environment
function providers.start(where, mall_port)
  if os.getenv "PAYMENT_FILE" or os.getenv "SIJANG_ENV" == "production" then return {} end
  providers.stop(where)
  if not fs.stat(program()) then return {} end
  local said, errors = where.data .. "/providers.out", where.data .. "/providers.err"
  fs.remove(said)
  local argv = { "node", program(), "--scale", "1" }
  for _, name in ipairs { "inicis", "toss_payments" } do
    argv[#argv + 1] = "--notice"
    argv[#argv + 1] = ("%s=http://127.0.0.1:%d/hook/pay/%s"):format(name, mall_port, name)
  end
  local child = process.spawn { argv = argv, detach = true, stdin = "null", stdout = said, stderr = errors }
  local port = child and listening(said, child)
  if not port or not write_contracts(where, port) then
    terminal.say("the stand-ins for payment providers do not start: orders can be paid by bank transfer (%s)", errors)
    if child then process.kill(child.pid, "KILL") end
    return {}
  end
  assert(fs.write(state_path(where), json.encode { pid = child.pid, port = port }, 420))
  return { PAYMENT_FILE = providers.contracts(where) }
end

--- Ends them.
---@param where place
function providers.stop(where)
  local state = providers.running(where)
  fs.remove(state_path(where))
  fs.remove(providers.contracts(where))
  if not state then return end
  process.kill(state.pid, "TERM")
  for _ = 1, 50 do
    if not pid.lives(state.pid) then return end
    task.sleep(50)
  end
  process.kill(state.pid, "KILL")
end

return providers
