--- `keys`: who may sign what is served from here.

local json = require "json"
local release = require "release"
local released = require "released"
local terminal = require "terminal"

local keys = release.keys

local function fail(fault) terminal.fail("%s", fault.message) end

local actions = {}

function actions.new(name)
  if not name then terminal.fail("what is it called? keys new NAME") end
  local key, path = keys.new(name)
  if not key then fail(path) end
  terminal.say("the private key is %s: it signs releases, and belongs to you alone", keys.private_path())
  terminal.say("the public key is %s: every node that shall serve your releases needs a copy in its RELEASE_KEYS", path)
  print(key.fingerprint)
end

local function state(key) return key.revoked and "revoked" or "trusted" end

function actions.list(_, args)
  local all, fault = keys.all()
  if not all then fail(fault) end
  local own = keys.own()
  local rows = {}
  for i, key in ipairs(all) do
    local mine = own ~= nil and own.fingerprint == key.fingerprint
    rows[i] = { key.name, state(key), key.fingerprint, mine and "yours" or "" }
    if args.json then
      print(json.encode { name = key.name, state = state(key), fingerprint = key.fingerprint, own = mine })
    end
  end
  if args.json then return end
  if #rows > 0 then terminal.table({ "KEY", "STATE", "FINGERPRINT", "" }, rows) end
  if #rows == 0 then terminal.say("no key is trusted here: keys new NAME makes one") end
end

function actions.revoke(name)
  if not name then terminal.fail("which one? keys revoke NAME") end
  local done, fault = keys.revoke(name)
  if not done then fail(fault) end
  terminal.say("%s is revoked on this node: nothing it has signed is accepted here any more", name)
end

return {
  summary = "make, list or revoke the keys that sign releases",
  usage = "new NAME | list | revoke NAME [OPTIONS]",
  text = [[
keys new NAME      make a pair: the private key in the file RELEASE_KEY, the public one trusted on this machine
keys list          the public keys in the folder RELEASE_KEYS, and whether they are trusted or revoked
keys revoke NAME   refuse from now on whatever this key has signed; on every node, since keys lie on their disks

A colleague's key is trusted by copying his NAME.pub into RELEASE_KEYS.]],
  flags = { { name = "json", help = "list: one JSON object a line, for programs" } },
  operands = { min = 1, max = 2 },
  run = function(args)
    local action = actions[args[1]]
    if not action then terminal.fail("keys knows 'new', 'list' and 'revoke', not '%s'", args[1]) end
    released.settle()
    action(args[2], args)
    return 0
  end,
}
