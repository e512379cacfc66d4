-- Shoppers who stay until they are sent home: wrk, with a witness of every page they were shown.

local fs = require "fs"
local process = require "process"
local runtime = require "runtime"

local shoppers = {}
shoppers.__index = shoppers

local FOR_LONG = 3600 -- seconds; they are sent home before

local function milliseconds(number, unit)
  return tonumber(number) * (unit == "us" and 0.001 or unit == "ms" and 1 or unit == "s" and 1000 or 60000)
end

--- Lets them in.
---@param url string
---@param folder string  for what wrk writes
---@param connections integer|nil
function shoppers.enter(url, folder, connections)
  local self = setmetatable({ file = folder .. "/wrk.out" }, shoppers)
  if fs.stat(self.file) then assert(fs.remove(self.file)) end
  self.child = assert(process.spawn { argv = { "wrk", "-t1", "-c" .. (connections or 16), "-d" .. FOR_LONG .. "s",
    "--timeout", "20s", "--latency", "-s", runtime.root() .. "/bench/deploy/witness.lua", url }, stdin = "null",
    stdout = self.file, stderr = "stdout", die_with_parent = true })
  return self
end

---@class bench.visit
---@field requests integer
---@field failed integer   refused, broken, timed out, or of a status from 400
---@field p99 number       milliseconds
---@field sights {status:integer, release:string, template:string, logic:string, times:integer}[]

--- Sends them home, and asks what they saw.
---@return bench.visit
function shoppers:leave()
  process.kill(self.child.pid, "INT")
  local code = self.child:wait(30000)
  local out = fs.read(self.file) or ""
  if code ~= 0 or not out:find "requests in" then error("wrk: " .. out, 0) end
  local failed, sights = tonumber(out:match "Non%-2xx or 3xx responses: (%d+)" or 0), {}
  for count in (out:match "Socket errors:([^\n]*)" or ""):gmatch "%d+" do failed = failed + tonumber(count) end
  for status, release, template, logic, times in out:gmatch "seen (%d+) (%S+) (%S+) (%S+) (%d+)" do
    sights[#sights + 1] = { status = tonumber(status), release = release, template = template, logic = logic,
      times = tonumber(times) }
  end
  return { requests = tonumber(out:match "(%d+) requests in"), failed = failed,
    p99 = milliseconds(out:match "99%%%s+([%d.]+)(%a+)"), sights = sights }
end

return shoppers
