--- What a node knows without the database: who it is, and what it served last. Both are files of its data folder, written
--- whole; whether the release may be believed is asked of its signature, not of the file.

local crypto = require "crypto"
local fs = require "fs"
local runtime = require "runtime"

local memory = {}

local PRIVATE = 384 -- 0600

local function path(name) return runtime.data "releases" .. "/" .. name end

--- This node's id, made when it is first asked for.
---@return string
function memory.id()
  local known = (fs.read(path "node") or ""):match("^(%x+%-%x+%-%x+%-%x+%-%x+)\n$")
  if known then return known end
  local id = crypto.uuid7()
  assert(fs.write(path "node", id .. "\n", PRIVATE))
  return id
end

--- What was served last.
---@return {epoch:integer, sha:string}|nil
function memory.last()
  local epoch, sha = (fs.read(path "live") or ""):match("^(%d+) (%x+)\n$")
  return sha and #sha == 64 and { epoch = tonumber(epoch), sha = sha } or nil
end

--- The right to act for this node, for as long as what is returned is held: while one binary takes over from another there
--- are two keepers. Nil when another has it.
---@return fs.Lock|nil
function memory.claim() return (fs.lock(path "keeper")) end

---@param epoch integer
---@param sha string
function memory.keep(epoch, sha) assert(fs.write(path "live", ("%d %s\n"):format(epoch, sha), PRIVATE)) end

return memory
