-- The public face of releases: an immutable, signed bundle of all that a shop decides by (app/, templates/ and the list of
-- built assets), made from a folder, carried as a file, kept in the database, unpacked on a node's disk. Whatever comes from
-- a file or the database is verified against the keys on this disk before it is handed out.

local bundle = require "release.bundle"
local comparison = require "release.comparison"
local data = require "release.rules.data"
local difference = require "release.rules.difference"
local fault = require "shared.fault"
local freeze = require "release.freeze.store"
local judge = require "release.judge"
local keys = require "release.keys"
local layers = require "release.rules.layers"
local replay = require "release.replay"
local node = require "release.node.store"
local retention = require "release.rules.retention"
local rollout = require "release.rollout"
local rules = require "release.rules"
local statement = require "release.rules.statement"
local store = require "release.store"
local stored = require "release.stored"
local tree = require "release.tree"

local release = {}

release.keys = keys
release.rollout = rollout
--- The nodes, and what each is to do: node/store.lua.
release.node = node
release.freeze = freeze
release.judge = judge
release.pack = bundle.pack
release.sentence = rules.sentence
--- Who knows whom and should not: rules/layers.lua.
release.layers = layers.judge
--- Whether a database with these migrations can be served by it: rules/statement.lua.
release.suits = statement.suits
--- What differs between two: rules/difference.lua.
release.changes = difference.changes
release.unified = difference.unified
--- What it would change for shoppers: release/replay.
release.replay = replay

--- What a folder would release, judged and signed by the developer's key.
---@param root string
---@param facts release.facts
---@return release.bundle|nil
---@return fault|nil release.refused | release.key | release.revoked_key
function release.build(root, facts)
  local key, no_key = keys.own()
  if not key then return nil, no_key end
  local known, unreadable = keys.trusted()
  if not known then return nil, unreadable end
  if known[key.fingerprint] and known[key.fingerprint].revoked then
    return nil, fault("release.revoked_key", { key = key.fingerprint,
      message = ("the key %s was revoked: no node would serve what it signs"):format(key.name) })
  end
  local files, unread = tree.read(root)
  if not files then return nil, unread end
  local made, refused = bundle.make(files, facts)
  if not made then return nil, refused end
  return bundle.sign(made, key)
end

--- A folder as it is now, to be compared with releases; judged by nobody.
---@param root string
---@return {sha:string, files:release.entry[], contents:table<string, string>}|nil
---@return fault|nil
function release.survey(root)
  local files, unread = tree.read(root)
  if not files then return nil, unread end
  local sha, entries, contents = bundle.survey(files)
  return { sha = sha, files = entries, contents = contents }
end

--- A bundle's file, for whom it is enough to look: what is in it, and who signed it or why that cannot be believed.
---@param bytes string
---@return release.bundle|nil
---@return release.key|fault|nil signer, or why it is none
function release.inspect(bytes)
  local trusted, unreadable = keys.trusted()
  if not trusted then return nil, unreadable end
  local sealed, damaged = bundle.read(bytes)
  if not sealed then return nil, damaged end
  local made, refused = bundle.unfold(sealed)
  if not made then return nil, refused end
  local signer, why = bundle.verify(sealed, trusted)
  return made, signer or why
end

--- A bundle's file, verified.
---@param bytes string
---@return release.bundle|nil
---@return fault|nil
function release.open(bytes)
  local trusted, unreadable = keys.trusted()
  if not trusted then return nil, unreadable end
  local sealed, damaged = bundle.read(bytes)
  if not sealed then return nil, damaged end
  local signer, why = bundle.verify(sealed, trusted)
  if not signer then return nil, why end
  return bundle.unfold(sealed)
end

--- A stored release, verified; the same for whom it is enough to look; its texts under some paths: stored.lua.
release.get = stored.get
release.look = stored.look
release.vouched = stored.texts
release.presume = stored.presume

--- Keeps a verified release; "known" when it was there already, "signed" when only the signature is new.
---@type fun(release: release.bundle): "new"|"signed"|"known"|nil, fault|nil
release.put = store.put
release.find = store.find
release.list = store.list
release.live = store.live

--- What changes from one stored release to another, for whom it is enough to see it: comparison.lua.
release.compare = comparison.of

--- The texts of a stored release under a path, by path.
---@type fun(sha: string, under: string): table<string, string>|nil, fault|nil
release.texts = comparison.texts

--- What a module of a release returns, where it is nothing but data: rules/data.lua.
---@type fun(sources: table<string, string>, name: string): table|nil, string|nil
release.read_data = data.read

--- Throws away what is old and was never deployed.
---@param keep integer|nil  how many of the newest stay; 100 unless told
---@return {releases:integer, blobs:integer}|nil
---@return fault|nil
function release.retire(keep)
  return store.retire(function(shas, named) return retention.retire(shas, named, keep) end)
end

--- Unpacks a verified release under DATA_DIR/releases/ so that a generation can be built from it.
---@param made release.bundle
---@return string|nil path
---@return fault|nil
function release.unpack(made)
  local trusted, unreadable = keys.trusted()
  if not trusted then return nil, unreadable end
  return tree.unpack(made, trusted, tree.newest(trusted))
end

--- Has a stored release lie unpacked and sound on this disk: what lies there is verified, what does not is fetched, of it
--- only the contents that the release before has not.
---@param sha string
---@return string|nil path
---@return fault|nil release.not_found, or why it is not to be believed
function release.obtain(sha)
  local trusted, unreadable = keys.trusted()
  if not trusted then return nil, unreadable end
  if tree.kept(sha, trusted) then return tree.path(sha) end
  local near = tree.newest(trusted)
  local made, why = stored.get(sha, near and near.contents)
  if not made then return nil, why end
  return tree.unpack(made, trusted, near)
end

--- A release as it lies unpacked on this disk, verified anew.
---@param sha string
---@return release.bundle|nil
---@return fault|nil
function release.kept(sha)
  local trusted, unreadable = keys.trusted()
  if not trusted then return nil, unreadable end
  return tree.kept(sha, trusted)
end

--- Removes unpacked releases from this disk, but for these and the newest.
---@type fun(named: table<string, boolean>): integer
release.sweep = tree.sweep

--- Whether whoever signed a kept release is still trusted: enough where its code is held in memory already.
---@param sha string
---@return boolean
function release.trusted(sha)
  local trusted = keys.trusted()
  return trusted ~= nil and tree.signed(sha, trusted) ~= nil
end

return release
