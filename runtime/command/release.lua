--- `release`: the shop's logic as one signed, immutable thing: made from a folder, looked at, kept in the database.

local authored = require "authored"
local fs = require "fs"
local json = require "json"
local release = require "release"
local released = require "released"
local runtime = require "runtime"
local seoul = require "shared.clock"
local terminal = require "terminal"

local READABLE = 420 -- 0644

local function size(made)
  local bytes = 0
  for _, file in ipairs(made.files) do bytes = bytes + file.bytes end
  return bytes
end

local function build(args)
  local folder = fs.realpath(args[2] or runtime.root())
  if not folder or released.kind(folder) ~= "folder" then terminal.fail("there is no folder %s", args[2]) end
  local made, fault = release.build(folder, authored.facts(folder, args))
  if not made then released.fail("nothing was released", fault) end
  local path = args.output or ("release-%s"):format(released.short(made.sha))
  local bytes = release.pack(made)
  local written, message = fs.write(path, bytes, READABLE)
  if not written then terminal.fail("%s", message) end
  terminal.say("%s: %d files, %d bytes, packed into %d", path, #made.files, size(made), #bytes)
  print(made.sha)
  return 0
end

local function described(made, signer)
  local facts, genuine = made.facts, signer.fingerprint ~= nil
  return { sha = made.sha, author = facts.author, message = facts.message, base = facts.base, schema = facts.schema,
    created_at = facts.created_at, runtime = facts.runtime, files = made.files, bytes = size(made),
    key = made.key, signer = genuine and signer.name or nil, refused = not genuine and signer.message or nil }
end

local function show(args)
  if not args[2] then terminal.fail("which one? release show FILE or SHA") end
  local made, signer = released.look(args[2])
  local found = described(made, signer)
  if args.json then
    print(json.encode(found))
    return found.signer and 0 or 1
  end
  local rows = {
    { "release", found.sha },
    { "author", found.author },
    { "made", seoul.datetime(found.created_at) },
    { "base", found.base or "-" },
    { "schema", ("%04d to %04d"):format(found.schema.min, found.schema.max) },
    { "content", ("%d files, %d bytes"):format(#found.files, found.bytes) },
    { "signed", found.signer and ("by %s (%s…), who is trusted here"):format(found.signer, found.key:sub(1, 16))
      or terminal.red "REFUSED: " .. found.refused },
  }
  for _, row in ipairs(rows) do print(("%-8s %s"):format(row[1], row[2])) end
  if found.message ~= "" then print("\n" .. found.message) end
  if args.files then
    print()
    for _, file in ipairs(found.files) do print(("%s  %7d  %s"):format(file.sha256:sub(1, 12), file.bytes, file.path)) end
  end
  return found.signer and 0 or 1
end

local outcomes = { new = "stored", signed = "was stored already; this signature is new", known = "was stored already" }

local function store(args)
  if not args[2] then terminal.fail("which one? release store FILE") end
  local made, fault = release.open(released.read(args[2]))
  if not made then released.fail(args[2], fault) end
  local outcome, problem = release.put(made)
  if not outcome then released.fail(args[2], problem) end
  terminal.say("%s %s", released.short(made.sha), outcomes[outcome])
  print(made.sha)
  return 0
end

local function lay_out(args)
  if not args[2] then terminal.fail("which one? release unpack FILE or SHA") end
  if released.kind(args[2]) == "folder" then terminal.fail("%s is laid out already: it is a folder", args[2]) end
  print(released.laid_out(args[2]))
  return 0
end

local actions = { build = build, show = show, store = store, unpack = lay_out }

return {
  summary = "make, inspect, store or unpack a release of the shop's logic",
  usage = "build [DIR] | show FILE|SHA | store FILE | unpack FILE|SHA [OPTIONS]",
  text = [[
release build [DIR]        bundle DIR's app/, templates/ and asset list, sign it, and write it to a file
release show FILE|SHA      what is in a bundle or a stored release, and whether its signature holds here
release store FILE         keep a bundle in the database, if a trusted key has signed it
release unpack FILE|SHA    lay its files out in the data folder, if a trusted key has signed it, and say where

The sha printed is that of the paths and contents alone: the same tree is the same release on any machine. DIR is
this tree unless given. The demo's data (app/seed) and what editors leave behind are not part of a release.
Nothing goes live by these commands. `sijang keys` makes the key that signs; exit code 1 says a release is refused.]],
  flags = {
    { name = "output", short = "o", value = "FILE", kind = "path", help = "where the bundle goes; release-SHA unless told" },
    { name = "message", short = "m", value = "TEXT", help = "what it changes, and why" },
    { name = "author", value = "TEXT", help = "whose work it is; who git or the system says you are unless told" },
    { name = "base", value = "SHA", help = "the full sha of the release it was made from" },
    { name = "schema-min", value = "N", kind = "integer", help = "the first migration it needs; DIR's newest that adds" },
    { name = "schema-max", value = "N", kind = "integer", help = "the newest migration it knows; DIR's newest unless told" },
    { name = "files", help = "show: list every file" },
    { name = "json", help = "show: as JSON" },
  },
  operands = { min = 1, max = 2 },
  needs = function(args)
    if args[1] == "store" then return "database" end
    if args[1] == "show" or args[1] == "unpack" then return released.needs(args[2]) end
  end,
  run = function(args)
    local action = actions[args[1]]
    if not action then terminal.fail("release knows 'build', 'show', 'store' and 'unpack', not '%s'", args[1]) end
    released.settle()
    return action(args)
  end,
}
