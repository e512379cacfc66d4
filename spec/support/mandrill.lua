--- A stand-in for Mandrill for specs (mandrill.mjs).

local eventually = require "spec.support.eventually"
local fs = require "fs"
local json = require "json"
local process = require "process"

local mandrill = {}
mandrill.__index = mandrill

local source = require("runtime").root() .. "/spec/support/mandrill.mjs"

--- Starts one. `url` is what MAIL_URL is for it.
---@return table
function mandrill.start()
  local folder = assert(fs.temp "mandrill")
  local self = setmetatable({ folder = folder }, mandrill)
  self:mood()
  self.process = assert(process.spawn { argv = { "node", source, folder .. "/journal", folder .. "/mood" }, stdin = "null",
    stdout = folder .. "/ports", die_with_parent = true })
  eventually(function() return (fs.read(folder .. "/ports") or ""):find "\n" end, 20000, "a Mandrill that listens")
  self.url = ("mandrill://md-test?url=http%%3A%%2F%%2F127.0.0.1%%3A%d"):format(json.decode(fs.read(folder .. "/ports")).http)
  return self
end

--- How it behaves from now on; as it should, unless told.
---@param mood table|nil
function mandrill:mood(mood) assert(fs.write(self.folder .. "/mood", mood and json.encode(mood) or "{}", 420)) end

--- What it took since `forget`: the bodies of the calls.
---@return table[]
function mandrill:messages()
  local list = {}
  for line in (fs.read(self.folder .. "/journal") or ""):gmatch "[^\n]+" do list[#list + 1] = json.decode(line) end
  return list
end

function mandrill:forget() assert(fs.write(self.folder .. "/journal", "", 420)) end

function mandrill:stop()
  process.kill(self.process.pid, "KILL")
  self.process:wait()
  fs.remove(self.folder, true)
end

return mandrill
