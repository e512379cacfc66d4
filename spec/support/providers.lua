--- Stand-ins for the payment providers for specs (providers/main.mjs; providers/frame.mjs says what they can be told).

local crypto = require "crypto"
local eventually = require "spec.support.eventually"
local fetch = require "fetch"
local fs = require "fs"
local json = require "json"
local process = require "process"
local text = require "text"

local providers = {}
providers.__index = providers

local source = require("runtime").root() .. "/spec/support/providers/main.mjs"

local function ask(self, method, path, body)
  local answer = assert(fetch.request { url = self.url .. path, method = method, body = body and json.encode(body),
    headers = { ["Content-Type"] = body and "application/json" or nil }, timeout_ms = 20000, allow_private = true })
  local value = json.decode(answer.body)
  if answer.status ~= 200 or type(value) ~= "table" or value.error then
    error(("%s %s: %d %s"):format(method, path, answer.status, answer.body), 3)
  end
  return value
end

--- Starts them. `only`: some by name; `notices`: where each sends its notices, for those that are not told by the request;
--- `scale`: how long a second of a retry schedule lasts, in seconds (a minute is 6 ms unless told).
---@param options { only: string[]|nil, notices: table<string, string>|nil, scale: number|nil }|nil
---@return table
function providers.start(options)
  options = options or {}
  local folder = assert(fs.temp "providers")
  local self = setmetatable({ folder = folder }, providers)
  self:mood()
  local argv = { "node", source, "--journal", folder .. "/journal", "--mood", folder .. "/mood", "--scale",
    tostring(options.scale or 0.0001) }
  if options.only then
    argv[#argv + 1] = "--only"
    argv[#argv + 1] = table.concat(options.only, ",")
  end
  for name, url in pairs(options.notices or {}) do
    argv[#argv + 1] = "--notice"
    argv[#argv + 1] = name .. "=" .. url
  end
  self.process = assert(process.spawn { argv = argv, stdin = "null", stdout = folder .. "/ports", stderr = folder .. "/errors",
    die_with_parent = true })
  eventually(function()
    local errors = fs.read(folder .. "/errors") or ""
    if errors:find "%S" then error(errors) end
    return (fs.read(folder .. "/ports") or ""):find "\n"
  end, 20000, "providers that listen")
  self.url = ("http://127.0.0.1:%d"):format(json.decode(fs.read(folder .. "/ports")).port)
  self.contracts = ask(self, "GET", "/contracts")
  return self
end

--- Those that run already, to be commanded.
---@param url string
---@return table
function providers.at(url) return setmetatable({ url = url }, providers) end

--- A contract by which an adapter reaches its stand-in: a copy, to be spoilt at will.
---@param name string
---@param changes table|nil  over it
---@return table
function providers:contract(name, changes)
  local contract = json.decode(json.encode(assert(self.contracts[name], name)))
  for key, value in pairs(changes or {}) do contract[key] = value end
  return contract
end

--- How they behave from now on: as they should, unless told. A list: the first that fits a call applies.
---@param mood table|nil
function providers:mood(mood)
  assert(fs.write(self.folder .. "/mood", mood and json.encode(mood) or "", 420))
end

--- What happened since `forget`: calls { provider, call = "POST /api/payAuth", fields, status, answer, mood }, and notices
--- { provider, notice = url, sent, attempt, status, answer, taken }.
---@param call string|nil  only these
---@return table[]
function providers:journal(call)
  local list = {}
  for line in (fs.read(self.folder .. "/journal") or ""):gmatch "[^\n]+" do
    local entry = json.decode(line)
    if not call or entry.call == call then list[#list + 1] = entry end
  end
  return list
end

--- The journal begins anew.
function providers:forget() assert(fs.write(self.folder .. "/journal", "", 420)) end

--- Has a provider do something: { provider =, ["do"] = "deposit", reference =, … }.
---@param command table
---@return table
function providers:command(command) return ask(self, "POST", "/control", command) end

--- Walks through a window as a browser would and presses a button; answers what the browser carries to the shop.
---@param name string                            the provider's
---@param go table                               what an adapter's start gave
---@param press "pay"|"cancel"|"decline"|string
---@param choose table<string, string>|nil       what is chosen in the window
---@return { method: string, url: string, query: table, form: table, body: string, charset: string }
function providers:press(name, go, press, choose)
  return self:command { provider = name, ["do"] = "press", go = go, press = press, choose = choose }
end

--- Where notices can go when no shop is there: a place that answers so, another one each time.
---@param status integer
---@param body string
---@return string url
function providers:sink(status, body)
  self.sinks = (self.sinks or 0) + 1
  return ("%s/sink?status=%d&body=%s&nth=%d"):format(self.url, status, text.escape_url(body), self.sinks)
end

--- The notices that were sent since `forget`, as an adapter is given them, and what became of them.
---@param name string
---@param url string|nil  only those to there: what was told before may still be on its way to elsewhere
---@return { body: string, headers: table<string, string>, query: table, ip: string, taken: boolean, url: string }[]
function providers:notices(name, url)
  local list = {}
  for _, entry in ipairs(self:journal()) do
    if entry.notice and entry.provider == name and (not url or entry.notice == url) then
      list[#list + 1] = { body = crypto.unbase64(entry.raw), headers = entry.headers, query = {}, ip = "127.0.0.1", taken = entry.taken,
        url = entry.notice }
    end
  end
  return list
end

--- The money a provider holds: rows { reference, transaction_id, merchant_id, method, amount, status, captured, cancelled }.
---@param name string
---@return table[]
function providers:ledger(name) return ask(self, "GET", "/" .. name .. "/ledger").rows end

function providers:stop()
  process.kill(self.process.pid, "KILL")
  self.process:wait()
  fs.remove(self.folder, true)
end

return providers
