--- What is to be deployed: a folder as it is now, a bundle's file, or a stored release; verified, or signed by who deploys.

local authored = require "authored"
local fs = require "fs"
local release = require "release"
local released = require "released"

local candidate = {}

--- Takes what a command line names.
---@param word string
---@param facts {message:string|nil, base:string|nil}  for a folder
---@return release.bundle|nil
---@return fault|nil
function candidate.take(word, facts)
  local kind = released.kind(word)
  if kind == "folder" then
    local folder = fs.realpath(word)
    return release.build(folder, authored.facts(folder, facts))
  end
  if kind == "file" then return release.open(released.read(word)) end
  return release.get(released.sha(word))
end

return candidate
