-- Which file a style sheet, script or icon was built into: build/static/manifest.json, read once by a generation.

local json = require "json"
local runtime = require "runtime"

local manifest = {}

local files, problem

local function read()
  local path = runtime.root() .. "/build/static/manifest.json"
  local file, message = io.open(path, "rb")
  if not file then return nil, message end
  local text = file:read("*a")
  file:close()
  local decoded, reason = json.decode(text)
  if type(decoded) ~= "table" then return nil, path .. ": " .. tostring(reason) end
  for name, built in pairs(decoded) do decoded[name] = "/static/" .. built end
  return decoded
end

--- Reads the manifest; nil and why when there is none: self_check asks, so that a generation never lacks its style
--- sheets.
---@return table<string, string>|nil urls
---@return string|nil message
function manifest.load()
  files, problem = read()
  return files, problem
end

--- The URL of a built file. Raises for one that was not built.
---@param name string  "css/pc.css"
---@return string      "/static/css/pc-3F2A….css"
function manifest.url(name)
  if not files then
    manifest.load()
    if not files then error("the static files are not built: " .. tostring(problem), 2) end
  end
  return files[name] or error("the static files have no " .. tostring(name), 2)
end

return manifest
