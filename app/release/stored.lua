-- Releases as the database keeps them, verified: nothing that is stored is believed before a signature of somebody trusted
-- here and the sums of its contents say so.

local bundle = require "release.bundle"
local fault = require "shared.fault"
local keys = require "release.keys"
local soundness = require "release.soundness"
local store = require "release.store"

local stored = {}

-- The signature that counts: the newest by a key that is trusted here.
local function genuine(signatures)
  local trusted, unreadable = keys.trusted()
  if not trusted then return nil, unreadable end
  local first
  for _, sealed in ipairs(signatures) do
    local signer, why = bundle.verify(sealed, trusted)
    if signer then return sealed, signer end
    first = first or why
  end
  return nil, first
end

-- What the statement says that is stored under a sha.
local function stated(sealed, sha)
  local said, why = bundle.stated(sealed)
  if said and said.tree ~= sha then
    return nil, fault("release.damaged", { message = "another release is stored under this sha" })
  end
  return said, why
end

-- The same of one that somebody trusted here has signed.
local function vouched(sha, tx)
  local signatures = store.signatures(sha, tx)
  if #signatures == 0 then return nil, fault("release.not_found", { sha = sha }) end
  local sealed, why = genuine(signatures)
  if not sealed then return nil, why end
  local said, unfit = stated(sealed, sha)
  return said, said and sealed or unfit
end

-- A content at hand, else in the database; each is proved by its sum.
local function from_store(sealed, said, near)
  local missing = {}
  for _, entry in ipairs(bundle.unique(said.files)) do
    if not (near and near[entry.sha256]) then missing[#missing + 1] = entry.sha256 end
  end
  local fetched = store.blobs(missing)
  return bundle.assemble(sealed, said, function(entry) return near and near[entry.sha256] or fetched[entry.sha256] end)
end

--- A stored release, verified.
---@param sha string
---@param near table<string, string>|nil  contents by their sums that need not be fetched
---@return release.bundle|nil
---@return fault|nil release.not_found, or why it is not to be believed
function stored.get(sha, near)
  local said, sealed = vouched(sha)
  if not said then return nil, sealed end
  return from_store(sealed, said, near)
end

--- The same for whom it is enough to look.
---@param sha string
---@param near table<string, string>|nil
---@return release.bundle|nil
---@return release.key|fault|nil signer, or why it is none
function stored.look(sha, near)
  local signatures = store.signatures(sha)
  if #signatures == 0 then return nil, fault("release.not_found", { sha = sha }) end
  local sealed, signer = genuine(signatures)
  local said, unfit = stated(sealed or signatures[1], sha)
  if not said then return nil, unfit end
  local made, why = from_store(sealed or signatures[1], said, near)
  return made, made and signer or why
end

--- Takes for sound what a stored release is made of, if somebody trusted has signed it: whoever makes the next one judges
--- only what is another.
---@param sha string
function stored.presume(sha)
  local said = vouched(sha)
  if said then soundness.presume(said.files) end
end

local function under_any(path, places)
  for _, place in ipairs(places) do
    if path:sub(1, #place) == place then return true end
  end
  return false
end

--- The texts of a stored release under some paths, each as somebody signed it whom this disk trusts.
---@param sha string
---@param places string[]  "app/order/machine"
---@param tx table|nil     on whose connection it is asked
---@return table<string, string>|nil  by path
---@return fault|nil release.not_found, or why it is not to be believed
function stored.texts(sha, places, tx)
  local said, why = vouched(sha, tx)
  if not said then return nil, why end
  local wanted, texts = {}, {}
  for _, file in ipairs(said.files) do
    if under_any(file.path, places) then wanted[#wanted + 1] = file.sha256 end
  end
  local contents = store.blobs(wanted, tx)
  for _, file in ipairs(said.files) do
    if under_any(file.path, places) then
      local text = contents[file.sha256]
      if not text or bundle.hash(text) ~= file.sha256 then
        return nil, fault("release.damaged", { message = file.path .. " is not what was signed" })
      end
      texts[file.path] = text
    end
  end
  return texts
end

return stored
