--- Debian's Chromium, driven by spec/browser/drive.mjs: one browser for a spec file, a fresh profile for every play. A play
--- is a function of spec/browser/plays/; it returns facts, and everything that no page may ever do (see stage.mjs) is a
--- failure of the play by itself.

local fetch = require "fetch"
local fs = require "fs"
local json = require "json"
local process = require "process"
local server = require "spec.support.server"

local browser = {}
browser.__index = browser

local tree = require("runtime").root()

--- Starts one.
---@return table browser
function browser.start()
  local self = setmetatable({ folder = assert(fs.temp("chromium")) }, browser)
  local said = self.folder .. "/said"
  self.process = assert(process.spawn { argv = { "node", tree .. "/spec/browser/drive.mjs", self.folder },
    stdin = "null", stdout = said, stderr = self.folder .. "/stderr", die_with_parent = true })
  self.port = server.eventually(function()
    local port = (fs.read(said) or ""):match("^(%d+)\n")
    if not port and not process.alive(self.process.pid) then error(fs.read(self.folder .. "/stderr"), 0) end
    return port
  end, 30000, "a browser")
  return self
end

local function lines(title, list) return title .. "\n  " .. table.concat(list, "\n  ") end

--- Plays; raises with what went wrong.
---@param name string  "file.function"
---@param args table   base: the mall's address; device: "pc" (usual) or "mobile"; script = false: without JavaScript
---@return table facts
function browser:play(name, args)
  local answer, problem = fetch.request { url = ("http://127.0.0.1:%s/%s"):format(self.port, name), method = "POST",
    body = json.encode(args), timeout_ms = 120000, max_bytes = 8388608, allow_private = true }
  if not answer then error(("%s: %s\n%s"):format(name, tostring(problem), fs.read(self.folder .. "/stderr") or ""), 2) end
  local report = assert(json.decode(answer.body))
  if report.error then error(("%s stopped at “%s”:\n%s"):format(name, report.at, report.error), 2) end
  if #report.faults > 0 then error(lines(name .. ":", report.faults), 2) end
  return report.facts
end

--- Ends it.
function browser:stop()
  process.kill(self.process.pid, "TERM")
  self.process:wait(10000)
  fs.remove(self.folder, true)
end

return browser
