-- What templates were compiled to, kept on this machine from one generation to the next: most of a release is as it was, and
-- compiling all of it anew was half of what a generation costs. An entry is found by the hash of its path, its text and the
-- compiler; what cannot be read is as good as not there. It lies where the node's keys lie, so it is trusted as they are.

local buffer = require "string.buffer"
local crypto = require "crypto"
local fs = require "fs"
local log = require "log"
local runtime = require "runtime"

local kept = {}

-- The newest entries: those of a few releases.
local MOST = 2000

local path, maker, entries, order, fresh

local function compiler_hash()
  local folder, parts = runtime.root() .. "/app/web/template/", {}
  for i, name in ipairs { "compiler", "context", "lexer", "tokenizer" } do
    parts[i] = fs.read(folder .. name .. ".lua") or ""
  end
  return crypto.sha256(table.concat(parts, "\0"))
end

local function read()
  local packed = fs.read(path)
  local ok, list = pcall(buffer.decode, packed or "")
  return ok and type(list) == "table" and list or {}
end

--- Opens what is kept, for one look through the templates.
function kept.open()
  local made, folder = pcall(runtime.data, "templates")
  if not made then return end
  path, maker, entries, fresh = folder .. "/compiled", compiler_hash(), {}, false
  order = read()
  for _, entry in ipairs(order) do
    if type(entry) == "table" and entry.key then entries[entry.key] = entry end
  end
end

---@param name string    the template's file
---@param source string
---@return table|nil compiled
---@return string|nil key  for `add`
function kept.find(name, source)
  if not entries then return nil end
  local key = crypto.sha256(maker .. name .. "\0" .. source)
  local entry = entries[key]
  return entry and entry.compiled, key
end

---@param key string|nil
---@param compiled table
function kept.add(key, compiled)
  if not entries or not key or entries[key] then return end
  entries[key] = { key = key, compiled = compiled }
  order[#order + 1], fresh = entries[key], true
end

--- Keeps what came in since `open`, whole or not at all; a disk that does not want it is no reason not to serve.
function kept.close()
  if entries and fresh then
    local newest = {}
    for i = math.max(1, #order - MOST + 1), #order do newest[#newest + 1] = order[i] end
    local aside = ("%s.%s"):format(path, crypto.hex(crypto.random(6)))
    local written, message = fs.write(aside, buffer.encode(newest), 384)
    if written then written, message = fs.rename(aside, path) end
    if not written then log.warn("templates.not_kept", { path = path, message = message }) end
  end
  entries, order, fresh = nil, nil, nil
end

return kept
