-- Whose releases are served here. A trusted key is a file NAME.pub in a folder on the node's disk, never a row: who may
-- write to the database may not thereby run code. A revoked key becomes NAME.revoked and is kept, so that it is refused
-- by name and nobody takes it for one that was only forgotten. The private half is one file where the developer keeps it.
--
-- A file that cannot be read as a key refuses every release: a damaged NAME.revoked must not let its key in again.

local crypto = require "crypto"
local fault = require "shared.fault"
local fs = require "fs"
local runtime = require "runtime"

local keys = {}

local PUBLIC, PRIVATE = "sijang-public-key", "sijang-private-key"
local READABLE, OWNERS = 420, 384 -- 0644, 0600

-- Where keys lie unless a setting says otherwise. A folder that cannot be made is for whoever set DATA_DIR to mend.
local function own_folder()
  local made, path = pcall(runtime.data, "keys")
  if not made then error(fault("release.key", { message = "DATA_DIR: " .. path }), 0) end
  return path
end

--- The folder of public keys.
---@return string
function keys.folder() return runtime.setting "RELEASE_KEYS" or own_folder() end

--- The file of the private key.
---@return string
function keys.private_path()
  return runtime.setting "RELEASE_KEY" or own_folder():match("^(.*)/") .. "/release.key"
end

local function refuse(message) return nil, fault("release.key", { message = message }) end

local function valid_name(name) return name:find("^[a-z0-9][a-z0-9._-]*$") ~= nil and #name <= 64 end

local function write(kind, name, bytes) return ("%s %s %s\n"):format(kind, name, crypto.base64(bytes)) end

-- The name and the 32 bytes of a key's file.
local function read(kind, path)
  local line, message = fs.read(path, 1000)
  if not line then return nil, message end
  local name, encoded = line:match("^" .. kind:gsub("%-", "%%-") .. " (%S+) (%S+)\n$")
  local bytes = encoded and crypto.unbase64(encoded)
  if not bytes or #bytes ~= 32 or not valid_name(name) then return nil, ("%s: this is no %s"):format(path, kind) end
  return name, bytes
end

local function public_key(folder, file)
  local name, ending = file:match("^(.+)%.(%a+)$")
  if ending ~= "pub" and ending ~= "revoked" then return nil end
  local within, bytes = read(PUBLIC, folder .. "/" .. file)
  if not within then return nil, bytes end
  if within ~= name then return nil, ("%s/%s: the key within is named %s"):format(folder, file, within) end
  return { name = name, public = bytes, fingerprint = crypto.hex(crypto.sha256(bytes)), revoked = ending == "revoked" }
end

--- All public keys of this node, by name.
---@return release.key[]|nil
---@return fault|nil release.key
function keys.all()
  local folder, list = keys.folder(), {}
  local names, message, code = fs.list(folder)
  if not names and code ~= "ENOENT" then return refuse(message) end
  for _, file in ipairs(names or {}) do
    local key, problem = public_key(folder, file)
    if problem then return refuse(problem) end
    list[#list + 1] = key
  end
  return list
end

--- The same by fingerprint; a key that is both trusted and revoked is revoked.
---@return table<string, release.key>|nil
---@return fault|nil release.key
function keys.trusted()
  local list, problem = keys.all()
  if not list then return nil, problem end
  local by_fingerprint = {}
  for _, key in ipairs(list) do
    local known = by_fingerprint[key.fingerprint]
    if not known or key.revoked then by_fingerprint[key.fingerprint] = key end
  end
  return by_fingerprint
end

--- The developer's own key. Refused while others can read it: it would not be his alone.
---@return {name:string, public:string, private:string, fingerprint:string}|nil
---@return fault|nil release.key
function keys.own()
  local path = keys.private_path()
  local found = fs.stat(path)
  if not found then return refuse(("there is no private key %s: ./sijang keys new NAME makes one"):format(path)) end
  if found.mode % 64 ~= 0 then return refuse(("%s can be read by others: chmod 600 %s"):format(path, path)) end
  local name, private = read(PRIVATE, path)
  if not name then return refuse(private) end
  local public = crypto.keypair(private)
  return { name = name, public = public, private = private, fingerprint = crypto.hex(crypto.sha256(public)) }
end

--- Makes a pair: the private half for the developer, the public one trusted here.
---@param name string
---@return release.key|nil
---@return string|fault public_path or release.key
function keys.new(name)
  if not valid_name(name) then
    return refuse(("'%s' is no name for a key: a to z, 0 to 9, dots and dashes, at most 64"):format(name))
  end
  local folder, private_path = keys.folder(), keys.private_path()
  if fs.lstat(private_path) then
    return refuse(("%s is there already: it is not overwritten. RELEASE_KEY names another file"):format(private_path))
  end
  for _, ending in ipairs { "pub", "revoked" } do
    if fs.lstat(("%s/%s.%s"):format(folder, name, ending)) then
      return refuse(("there is a key named %s already"):format(name))
    end
  end
  local public, private = crypto.keypair()
  local path = ("%s/%s.pub"):format(folder, name)
  for _, one in ipairs { { private_path, write(PRIVATE, name, private), OWNERS },
    { path, write(PUBLIC, name, public), READABLE } } do
    local made, message = fs.mkdir(one[1]:match("^(.*)/") or ".", 493, true)
    if made then made, message = fs.write(unpack(one)) end
    if not made then return refuse(message) end
  end
  return { name = name, public = public, fingerprint = crypto.hex(crypto.sha256(public)), revoked = false }, path
end

--- From now on nothing that this key has signed is served here, be it as old as it may.
---@param name string
---@return true|nil
---@return fault|nil release.key
function keys.revoke(name)
  local path = ("%s/%s"):format(keys.folder(), name)
  if valid_name(name) and fs.lstat(path .. ".revoked") then return refuse(("%s is revoked already"):format(name)) end
  if not valid_name(name) or not fs.lstat(path .. ".pub") then return refuse(("no key here is named %s"):format(name)) end
  -- Written durably before the other goes: no crash may bring a revoked key back.
  local line, message = fs.read(path .. ".pub")
  local done = line and fs.write(path .. ".revoked", line, READABLE)
  if done then done, message = fs.remove(path .. ".pub") end
  if not done then return refuse(message or path .. ".revoked cannot be written") end
  return true
end

return keys
