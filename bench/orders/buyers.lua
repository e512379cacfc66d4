-- Buyers of a flash sale: browsers that stand before the button, made through HTTP as people make them, then let go all at
-- once by wrk, which presses each button once.

local crowd = require "spec.support.crowd"
local field = require "bench.orders.field"
local fs = require "fs"
local json = require "json"
local runtime = require "runtime"
local visitor = require "spec.system.visitor"

local buyers = {}

local LANES = 16

-- wrk runs as long as it was told: whoever only wants to know how long they took ends it with the last answer.
local script = [[
local ffi = require "ffi"
ffi.cdef "typedef struct { long s, ns; } bench_time; int clock_gettime(int, bench_time *);"
local buyers = {
%s}
local n, began = 0, nil
local function now()
  local time = ffi.new "bench_time"
  ffi.C.clock_gettime(1, time)
  return tonumber(time.s) + tonumber(time.ns) / 1e9
end
answered, sold, refused, seconds = 0, 0, 0, 0
function request()
  began = began or now()
  n = n + 1
  local buyer = buyers[n] or buyers[#buyers]
  local headers = { ["Content-Type"] = "application/x-www-form-urlencoded", ["X-Forwarded-Proto"] = "https", Cookie = buyer[1] }
  return wrk.format("POST", "/checkout/confirm", headers, buyer[2])
end
local function tell(p50, p95)
  io.write(string.format('\nRESULT {"answered": %%d, "sold": %%d, "refused": %%d, "seconds": %%.6f, "p50": %%d, "p95": %%d}\n',
    answered, sold, refused, seconds, p50, p95))
  io.flush()
end
function response(status, headers)
  if answered >= #buyers then return end
  answered = answered + 1
  local place = headers["Location"] or headers["location"] or ""
  if status == 303 and place ~= "/cart" and place:sub(1, 9) ~= "/checkout" then sold = sold + 1 else refused = refused + 1 end
  if answered < #buyers then return end
  seconds = now() - began
  if os.getenv "BENCH_RACE" then
    tell(0, 0)
    os.exit(0)
  end
  wrk.thread:stop()
end
local threads = {}
function setup(thread) threads[#threads + 1] = thread end
function done(summary, latency)
  for _, name in ipairs { "answered", "sold", "refused", "seconds" } do _G[name] = threads[1]:get(name) end
  tell(latency:percentile(50), latency:percentile(95))
end
]]

--- Brings so many before the button.
---@param server table
---@param goods { id: string, slug: string }[]  the nth buyer wants the nth of them, over and over
---@param count integer
---@param name string    of the script
---@return string path  of a script for wrk
function buyers.gather(server, goods, count, name)
  local lines = {}
  crowd(count, LANES, function(i)
    local buyer = visitor.new(server)
    local key = buyer:prepare(goods[(i - 1) % #goods + 1], 1)
    local cookies = {}
    for cookie, value in pairs(buyer.cookies) do cookies[#cookies + 1] = cookie .. "=" .. value end
    lines[i] = ("  { %q, %q },\n"):format(table.concat(cookies, "; "),
      visitor.encode { csrf = buyer.token, place_key = key })
  end)
  local path = ("%s/%s.lua"):format(field.folder, name)
  assert(fs.write(path, script:format(table.concat(lines))))
  return path
end

---@class bench.crowd
---@field answered integer
---@field sold integer
---@field refused integer
---@field rate number    answers a second
---@field p50 number     milliseconds; of a race nobody knows
---@field p95 number

--- Lets them go, so many at once.
---@param server table
---@param path string
---@param connections integer
---@param race boolean|nil  it ends with the last answer; else it lasts some seconds and says how long answers took
---@return bench.crowd
function buyers.go(server, path, connections, race)
  local out = field.must { argv = { "wrk", "-t1", "-c" .. connections, race and "-d300s" or "-d20s", "--timeout", "20s",
    "-s", path, server.url }, cwd = runtime.root(), env = { BENCH_RACE = race and "1" or false } }
  local result = assert(json.decode(out:match "RESULT ({[^\n]+})" or error("wrk says nothing:\n" .. out, 0)))
  return { answered = result.answered, sold = result.sold, refused = result.refused, rate = result.answered / result.seconds,
    p50 = result.p50 / 1000, p95 = result.p95 / 1000 }
end

return buyers
