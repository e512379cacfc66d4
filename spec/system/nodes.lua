-- Nodes that releases are deployed to: real servers, with a keeper each, on one database. A spec stands where the deploying
-- command does (it opens attempts, waits for answers and writes deployments), or runs that command as a developer does.

local assert = require "luassert"
local bundle = require "release.bundle"
local crypto = require "crypto"
local database = require "spec.support.database"
local eventually = require "spec.support.eventually"
local fs = require "fs"
local json = require "json"
local made = require "spec.app.release.release"
local pg = require "pg"
local process = require "process"
local release = require "release"
local runtime = require "runtime"
local server = require "spec.support.server"
local store = require "release.store"

local program = assert(fs.realpath "/proc/self/exe")

local nodes = { hana = made.key "hana", mallory = made.key "mallory" }

--- Logic that answers with a word and its release; `more` stands before what it returns.
function nodes.app(word, more)
  return ([[
local pg = require "pg"
local task = require "task"
local runtime = require "runtime"
local heard = "nothing"
pg.listen("news", function(word) heard = word or heard end)
%s
return {
  handle = function(req)
    if req:path() == "/slow" then task.sleep(1500) end
    if req:path() == "/held" then pg.slow "SELECT pg_advisory_xact_lock_shared(77)" end
    if req:path() == "/heard" then return 200, {}, heard end
    return 200, { "Content-Type", "text/plain" }, "%s " .. (runtime.release() or "tree"):sub(1, 12)
  end,
  admit = function() return 1000, "raw" end,
  visitor = function(cookies) return cookies:match "id=(%%w+)" end,
  self_check = function() return true end,
}
]]):format(more or "", word)
end

function nodes.short(sha) return sha:sub(1, 12) end

--- A tree whose own logic says "tree" unless told otherwise, with what a keeper is made of.
---@param files table<string, string>|nil  text by path
function nodes.setup(files)
  nodes.tree = assert(fs.temp "node-tree")
  assert(fs.mkdir(nodes.tree .. "/app"))
  for path, text in pairs(files or { ["app/boot.lua"] = nodes.app "tree" }) do
    assert(fs.write(nodes.tree .. "/" .. path, text))
  end
  for _, path in ipairs { "runtime", "bindings", "app/release", "app/shared" } do
    assert(fs.symlink(runtime.root() .. "/" .. path, nodes.tree .. "/" .. path))
  end
end

function nodes.teardown() fs.remove(nodes.tree, true) end

--- A database of its own, empty unless another is given, and no node or developer yet.
---@param name string|nil
function nodes.begin(name)
  nodes.database, nodes.all, nodes.developers = name or database.create(), {}, {}
  pg.use(database.address(nodes.database, "sijang"))
end

function nodes.finish()
  for _, folder in ipairs(nodes.developers) do fs.remove(folder, true) end
  for _, one in ipairs(nodes.all) do
    one:stop "INT"
    fs.remove(one.data, true)
  end
  pg.use(database.address("postgres", "sijang"))
  database.drop(nodes.database)
end

--- Stores a release of this app, signed by somebody whom nodes trust unless told.
---@return string sha
function nodes.stored(text, key, more)
  local files = { ["app/boot.lua"] = text }
  for path, bytes in pairs(more or {}) do files[path] = bytes end
  local sealed = bundle.sign(assert(bundle.make(made.files(files), made.facts())), key or nodes.hana)
  assert(store.put(sealed))
  return sealed.sha
end

local function publish(folder, key)
  assert(fs.mkdir(folder .. "/keys", 493, true))
  assert(fs.write(("%s/keys/%s.pub"):format(folder, key.name), ("sijang-public-key %s %s\n"):format(key.name,
    crypto.base64(key.public))))
end

--- A node that trusts Hana's releases.
function nodes.start(label, env)
  local settings = { SIJANG_ENV = "production", NODE = label, DATABASE_URL = database.address(nodes.database),
    WORKERS = "2", ACCESS_LOG = "on", SIJANG_ROOT = nodes.tree }
  for key, value in pairs(env or {}) do settings[key] = value end
  local data = settings.DATA_DIR or assert(fs.temp "node")
  settings.DATA_DIR = data
  if data:sub(1, 1) ~= "/" then data = nodes.tree .. "/" .. data end
  publish(data, nodes.hana)
  local one = server.start { app = "", env = settings, ready = false }
  one.data, one.label = data, label
  nodes.all[#nodes.all + 1] = one
  local listening = server.eventually(function() return one:event "master.listening" end, 5000, "a listening master")
  one.port = tonumber(listening.message:match ":(%d+) with")
  return one
end

function nodes.ready(one)
  server.eventually(function() return one:get("/readyz").status == 200 end, 10000, "a ready worker")
  return one
end

--- What the database says of a node.
function nodes.row(label)
  for _, one in ipairs(release.node.list()) do
    if one.name == label then return one end
  end
end

function nodes.serving(label, epoch)
  return eventually(function()
    local ok, one = pcall(nodes.row, label) -- the database may be on its way back
    return ok and one and one.state == "serving" and (one.epoch or 0) == epoch and one
  end, 10000, label .. " that serves epoch " .. epoch)
end

function nodes.ring() pg.write "SELECT pg_notify('deploy', '')" end

local function binary(sha) return sha and pg.bytea(crypto.unhex(sha)) or pg.null end

--- Makes it live, with a canary for a share of visitors if one is named.
function nodes.deploy(sha, rollout, epoch, canary, percent)
  pg.write([[INSERT INTO deployment (epoch, stable, canary, percent, who, why) VALUES ($1, $2, $3, $4, 'hana', '')]],
    epoch, binary(sha), binary(canary), percent or 0)
  if rollout then
    pg.write("UPDATE rollout SET closed_at = clock_timestamp(), outcome = 'live', epoch = $2 WHERE id = $1", rollout, epoch)
  end
  nodes.ring()
end

function nodes.open(sha, base, canary, percent)
  local id = pg.write([[INSERT INTO rollout (kind, base_epoch, stable, canary, percent, who, host, why)
    VALUES ('deploy', $1, $2, $3, $4, 'hana', 'here', '') RETURNING id]], base, binary(sha), binary(canary),
    percent or 0)[1].id
  nodes.ring()
  return id
end

function nodes.refuse(rollout)
  pg.write("UPDATE rollout SET closed_at = clock_timestamp(), outcome = 'refused' WHERE id = $1", rollout)
  nodes.ring()
end

--- What a node says of the release that an attempt is about.
function nodes.answer(rollout, label, sha)
  return eventually(function()
    return pg.row([[SELECT a.sound, a.reason, a.milliseconds FROM node_release a JOIN node n ON n.id = a.node_id
      WHERE a.rollout_id = $1 AND n.name = $2 AND ($3::bytea IS NULL OR a.sha = $3)]], rollout, label, binary(sha))
  end, 40000, label .. "'s answer") -- who is hardly let to the processor may take thirty seconds to be refused
end

--- The whole way: asked, answered by all, deployed, served by all.
function nodes.live(sha, epoch, ...)
  local rollout = nodes.open(sha, epoch - 1)
  for _, label in ipairs { ... } do
    local given = nodes.answer(rollout, label)
    assert.same({ true, "" }, { given.sound, given.reason })
  end
  nodes.deploy(sha, rollout, epoch)
  for _, label in ipairs { ... } do nodes.serving(label, epoch) end
end

--- A developer's machine: a folder with a key of their own.
---@return string folder
function nodes.developer(key)
  local folder = assert(fs.temp "developer")
  nodes.developers[#nodes.developers + 1] = folder
  publish(folder, key)
  assert(fs.write(folder .. "/release.key", ("sijang-private-key %s %s\n"):format(key.name, crypto.base64(key.private)), 384))
  return folder
end

--- Writes a release's files into a folder of the developer's, in place of what was there.
---@return string folder
function nodes.write(developer, files)
  fs.remove(developer .. "/shop", true)
  return made.folder(developer .. "/shop", made.files(files))
end

--- Runs a command with --json on a developer's machine.
---@return integer code
---@return table result
function nodes.sijang(developer, ...)
  local env = { DATA_DIR = developer, RELEASE_KEY = false, RELEASE_KEYS = false, CONFIG_FILE = false, HOME = developer,
    DATABASE_URL = database.address(nodes.database), DATABASE_OWNER_URL = database.address(nodes.database, "sijang"),
    LOG_FILE = developer .. "/log", NO_COLOR = "1" }
  local argv = { program, ... }
  argv[#argv + 1] = "--json"
  local code, out, err = process.run { argv = argv, env = env, cwd = developer }
  return code, json.decode(out) or error(err, 2)
end

return nodes
