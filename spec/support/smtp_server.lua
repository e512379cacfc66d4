--- An SMTP server for specs (smtp_server.mjs), with a certificate that only it and `ca_file` know.

local crypto = require "crypto"
local eventually = require "spec.support.eventually"
local fs = require "fs"
local json = require "json"
local process = require "process"

local smtp_server = {}
smtp_server.__index = smtp_server

local source = require("runtime").root() .. "/spec/support/smtp_server.mjs"

--- Starts one.
---@return table server  ports: plain, starttls, tls; ca_file
function smtp_server.start()
  local folder = assert(fs.temp "smtp")
  local self = setmetatable({ folder = folder, ca_file = folder .. "/cert.pem" }, smtp_server)
  local code, _, problem = process.run { argv = { "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
    "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
    "subjectAltName=DNS:localhost", "-keyout", folder .. "/key.pem", "-out", self.ca_file } }
  assert(code == 0, problem)
  self:mood()
  self.process = assert(process.spawn { argv = { "node", source, folder .. "/key.pem", self.ca_file, folder .. "/journal",
    folder .. "/mood" }, stdin = "null", stdout = folder .. "/ports", die_with_parent = true })
  eventually(function() return (fs.read(folder .. "/ports") or ""):find "\n" end, 20000, "an SMTP server that listens")
  self.ports = json.decode(fs.read(folder .. "/ports"))
  return self
end

--- How it behaves from now on; as it should, unless told.
---@param mood table|nil
function smtp_server:mood(mood) assert(fs.write(self.folder .. "/mood", mood and json.encode(mood) or "{}", 420)) end

local function entries(self, wanted)
  local list = {}
  for line in (fs.read(self.folder .. "/journal") or ""):gmatch "[^\n]+" do
    local entry = json.decode(line)
    if wanted(entry) then list[#list + 1] = entry end
  end
  return list
end

--- What it took since `forget`: { from, to, user, secure, data } each.
---@return table[]
function smtp_server:messages()
  local list = entries(self, function(entry) return entry.data ~= nil end)
  for _, entry in ipairs(list) do entry.data = crypto.unbase64(entry.data) end
  return list
end

--- How often it was told goodbye.
---@return integer
function smtp_server:goodbyes() return #entries(self, function(entry) return entry.quit end) end

function smtp_server:forget() assert(fs.write(self.folder .. "/journal", "", 420)) end

function smtp_server:stop()
  process.kill(self.process.pid, "KILL")
  self.process:wait()
  fs.remove(self.folder, true)
end

return smtp_server
