-- A release as one file that carries its own proof:
--
--   sijang release 1                          what it is, and the format's number
--   <key's fingerprint> <signature>           hex; Ed25519 over the first line and the statement
--   <bytes of statement> <bytes of content>
--   statement                                 rules/statement.lua: paths, hashes, author, message, base, schema
--   content                                   zstd of all contents, each once, in the order in which paths name them
--   sha256 of everything before               32 bytes: tells damage from forgery, and covers what zstd would ignore
--
-- The release's sha is the sha256 of its paths and hashes. Everything about a release is in what is signed; a bundle read
-- from anywhere is whole, then genuine, then sound, in this order, before anything is done with it.

local crypto = require "crypto"
local fault = require "shared.fault"
local rules = require "release.rules"
local soundness = require "release.soundness"
local statement = require "release.rules.statement"
local zstd = require "zstd"

local bundle = {}

local MAGIC = ("sijang release %d\n"):format(statement.FORMAT)
local CHECKSUM, LEVEL = 32, 12

---@class release.bundle
---@field sha string                     in hex
---@field facts release.facts
---@field files release.entry[]          in the order of their paths
---@field contents table<string, string> by their sha256
---@field statement string               what is signed
---@field key string|nil                 the fingerprint of the key that signed it
---@field signature string|nil           64 bytes

---@class release.key
---@field name string
---@field public string       32 bytes
---@field fingerprint string  sha256 of it, in hex
---@field revoked boolean

local function hash(bytes) return crypto.hex(crypto.sha256(bytes)) end
--- sha256, in hex.
bundle.hash = hash

local function refused(problems)
  local lines = {}
  for i, problem in ipairs(problems) do lines[i] = rules.sentence(problem) end
  return fault("release.refused", { problems = problems, message = table.concat(lines, "\n") })
end

local function judge(files)
  local problems = rules.judge(files, soundness.is_known)
  if #problems > 0 then return refused(problems) end
  soundness.presume(files)
end

local function damaged(message) return fault("release.damaged", { message = message }) end

--- The sha of a tree, its list and its contents. Judges nothing: a folder that is worked on can be looked at by it.
---@param files release.file[]  those without content are left out
---@return string sha
---@return release.entry[] entries
---@return table<string, string> contents
function bundle.survey(files)
  local entries, contents = {}, {}
  for _, file in ipairs(files) do
    if file.bytes then
      file.sha256 = hash(file.bytes)
      entries[#entries + 1] = { path = file.path, sha256 = file.sha256, bytes = #file.bytes }
      contents[file.sha256] = file.bytes
    end
  end
  table.sort(entries, function(a, b) return a.path < b.path end)
  return hash(statement.tree(entries)), entries, contents
end

--- Makes a release of these files; unsigned.
---@param files release.file[]
---@param given release.facts
---@return release.bundle|nil
---@return fault|nil release.refused
function bundle.make(files, given)
  local facts = { author = given.author, message = given.message, base = given.base, schema = given.schema,
    created_at = given.created_at, runtime = statement.RUNTIME }
  local objection = statement.objection(facts)
  if objection then return nil, fault("release.refused", { problems = {}, message = objection }) end
  local sha, entries, contents = bundle.survey(files)
  local unsound = judge(files)
  if unsound then return nil, unsound end
  return { sha = sha, facts = facts, files = entries, contents = contents,
    statement = statement.encode(facts, sha, entries) }
end

--- Signs it.
---@param release release.bundle
---@param key {public:string, private:string}
---@return release.bundle
function bundle.sign(release, key)
  release.key = hash(key.public)
  release.signature = crypto.sign(key.private, MAGIC .. release.statement)
  return release
end

--- Each content once, in the order in which the paths name it.
---@param files release.entry[]
---@return release.entry[]
function bundle.unique(files)
  local seen, list = {}, {}
  for _, file in ipairs(files) do
    if not seen[file.sha256] then
      seen[file.sha256] = true
      list[#list + 1] = file
    end
  end
  return list
end

--- The file of a signed release.
---@param release release.bundle
---@return string bytes
function bundle.pack(release)
  local contents = {}
  for i, file in ipairs(bundle.unique(release.files)) do contents[i] = release.contents[file.sha256] end
  local packed = zstd.compress(table.concat(contents), LEVEL)
  local whole = table.concat { MAGIC, release.key, " ", crypto.hex(release.signature), "\n", #release.statement, " ",
    #packed, "\n", release.statement, packed }
  return whole .. crypto.sha256(whole)
end

---@class release.sealed  a bundle that is whole; nothing else is known of it
---@field key string
---@field signature string
---@field statement string
---@field packed string

--- Takes a file apart, if not a byte of it was lost or changed.
---@param bytes string
---@return release.sealed|nil
---@return fault|nil release.damaged | release.format
function bundle.read(bytes)
  if #bytes > rules.LIMITS.bundle then
    return nil, fault("release.refused", { problems = {},
      message = ("the bundle has %d bytes, %d are allowed"):format(#bytes, rules.LIMITS.bundle) })
  end
  local format = bytes:sub(1, 40):match("^sijang release (%d+)\n")
  if not format then return nil, damaged "this is no release" end
  if format ~= tostring(statement.FORMAT) then
    return nil, fault("release.format",
      { message = ("it has format %s, and this sijang reads format %d"):format(format, statement.FORMAT) })
  end
  local at = #MAGIC
  local key, signature, said, packed, start = bytes:sub(at + 1, at + 300)
    :match("^(%x+) (%x+)\n([1-9]%d*) ([1-9]%d*)\n()")
  if not key or not statement.is_sha(key) or #signature ~= 128 or signature:find("%u") or #said > 8 or #packed > 8 then
    return nil, damaged(#bytes < at + 300 and "the file ends too early" or "its head cannot be read")
  end
  said, packed, at = tonumber(said), tonumber(packed), at + start - 1
  local expected = at + said + packed + CHECKSUM
  if #bytes < expected then
    return nil, damaged(("the file ends too early: it has %d of %d bytes"):format(#bytes, expected))
  elseif #bytes > expected then
    return nil, damaged(("something follows its end: it has %d bytes instead of %d"):format(#bytes, expected))
  end
  if crypto.sha256(bytes:sub(1, -CHECKSUM - 1)) ~= bytes:sub(-CHECKSUM) then
    return nil, damaged "it was changed after it was made: its checksum is wrong"
  end
  return { key = key, signature = crypto.unhex(signature), statement = bytes:sub(at + 1, at + said),
    packed = bytes:sub(at + said + 1, -CHECKSUM - 1) }
end

--- Whether somebody trusted has signed it.
---@param sealed {key:string, signature:string, statement:string}
---@param keys table<string, release.key>  by fingerprint
---@return release.key|nil
---@return fault|nil release.unknown_key | release.revoked_key | release.forged
function bundle.verify(sealed, keys)
  local key = keys[sealed.key]
  if not key then
    return nil, fault("release.unknown_key", { key = sealed.key,
      message = ("nobody here trusts the key %s… that signed it"):format(sealed.key:sub(1, 16)) })
  elseif key.revoked then
    return nil, fault("release.revoked_key", { key = sealed.key,
      message = ("the key %s that signed it was revoked"):format(key.name) })
  elseif not crypto.verify(key.public, MAGIC .. sealed.statement, sealed.signature) then
    return nil, fault("release.forged", { key = sealed.key,
      message = ("its signature is not that of the key %s"):format(key.name) })
  end
  return key
end

--- What a statement says, if it is one that this sijang can go by.
---@param sealed {statement:string}
---@return release.statement|nil
---@return fault|nil release.damaged | release.refused | release.format
function bundle.stated(sealed)
  local said, reason = statement.decode(sealed.statement)
  if not said then return nil, damaged(reason) end
  if said.runtime > statement.RUNTIME then
    return nil, fault("release.format", { message = ("it was made for runtime %d, and this sijang offers %d")
      :format(said.runtime, statement.RUNTIME) })
  end
  if hash(statement.tree(said.files)) ~= said.tree then return nil, damaged "its sha is not that of its files" end
  if #said.files > rules.LIMITS.files then return nil, refused(rules.judge(said.files)) end
  return said
end

--- A release from its statement and its contents, judged like one that is made here.
---@param sealed {key:string, signature:string, statement:string}
---@param said release.statement  what the statement says
---@param content_of fun(entry: release.entry): string|nil
---@return release.bundle|nil
---@return fault|nil release.damaged | release.refused
function bundle.assemble(sealed, said, content_of)
  local files, contents = {}, {}
  for i, entry in ipairs(said.files) do
    local bytes = content_of(entry)
    if not bytes or #bytes ~= entry.bytes or hash(bytes) ~= entry.sha256 then
      return nil, damaged(rules.shown(entry.path) .. " is not what was signed")
    end
    files[i] = { path = entry.path, bytes = bytes, sha256 = entry.sha256 }
    contents[entry.sha256] = bytes
  end
  local unsound = judge(files)
  if unsound then return nil, unsound end
  return { sha = said.tree, facts = said, files = said.files, contents = contents, statement = sealed.statement,
    key = sealed.key, signature = sealed.signature }
end

--- What a whole bundle contains. Who has not verified it first may look at it, no more.
---@param sealed release.sealed
---@return release.bundle|nil
---@return fault|nil
function bundle.unfold(sealed)
  local said, unfit = bundle.stated(sealed)
  if not said then return nil, unfit end
  local total, at, contents = 0, 0, {}
  local list = bundle.unique(said.files)
  for _, entry in ipairs(list) do total = total + entry.bytes end
  if total > rules.LIMITS.content then return nil, damaged "it claims to be larger than any release" end
  local content, message = zstd.decompress(sealed.packed, total)
  if not content or #content ~= total then
    return nil, damaged("its content cannot be unpacked: " .. (message or "it is too short"))
  end
  for _, entry in ipairs(list) do
    contents[entry.sha256] = content:sub(at + 1, at + entry.bytes)
    at = at + entry.bytes
  end
  return bundle.assemble(sealed, said, function(entry) return contents[entry.sha256] end)
end

return bundle
