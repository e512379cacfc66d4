-- A developer with a tree of their own: the mall with one page more, whose template and whose Lua both say which version
-- they are of; a key that the nodes trust, and one that they do not; the real commands.

local clock = require "clock"
local fs = require "fs"
local json = require "json"
local process = require "process"
local runtime = require "runtime"

local developer = {}
developer.__index = developer

local binary = fs.realpath "/proc/self/exe"

-- The page of two parts. Between the one and the other it waits, so that a flip may come between.
local twin = {
  ["app/twin/pages.lua"] = [[
-- A page of two parts.
local task = require "task"

local pages = {}

function pages.show(ctx)
  local logic = "@VERSION@"
  task.sleep(2)
  return ctx:render("twin/page", { logic = logic })
end

return pages
]],
  ["app/samples/twin/page.lua"] = [[
return { full = { logic = "1" }, least = { logic = "1" } }
]],
  ["templates/shared/twin/page.html"] = [[
<p>template @VERSION@</p>
<p>logic {{ v.logic }}</p>
]],
}

local function must(program)
  local code, out, message = process.run(program)
  if code ~= 0 then error(("%s: %s%s"):format(table.concat(program.argv, " "), out or "", message or ""), 0) end
  return out
end

local function copy_tree(tree)
  local from = runtime.root()
  assert(fs.mkdir(tree .. "/build/static", 493, true))
  must { argv = { "cp", "-r", "-t", tree, from .. "/app", from .. "/templates" } }
  must { argv = { "cp", "-t", tree .. "/build/static", from .. "/build/static/manifest.json" } }
  local routes = assert(fs.read(tree .. "/app/routes.lua"))
  local row = '%0  { "GET", "/twin", "twin", "twin.pages.show" },\n'
  local with, times = routes:gsub("local routes = {\n", row, 1)
  assert(times == 1, "app/routes.lua begins otherwise than with its list")
  assert(fs.write(tree .. "/app/routes.lua", with))
end

---@param folder string     for the tree and the keys
---@param database { user: string, owner: string }  addresses
---@return table self  `more`: further settings for its commands
function developer.new(folder, database)
  local self = setmetatable({ folder = folder, tree = folder .. "/tree", database = database, version = 0, before = {},
    more = {} }, developer)
  copy_tree(self.tree)
  for _, key in ipairs { "hana", "mallory" } do
    assert(fs.mkdir(folder .. "/" .. key, 493, true))
    must { argv = { binary, "keys", "new", key }, env = self:environment(key) }
  end
  self.public_key = folder .. "/hana/keys/hana.pub"
  self:save()
  return self
end

function developer:environment(key)
  local folder = self.folder .. "/" .. (key or "hana")
  local env = { DATA_DIR = folder, LOG_FILE = folder .. "/log", RELEASE_KEY = false, RELEASE_KEYS = false,
    CONFIG_FILE = false, DATABASE_URL = self.database.user, DATABASE_OWNER_URL = self.database.owner, HOME = self.folder,
    NO_COLOR = "1", SIJANG_ROOT = runtime.root() }
  for name, value in pairs(self.more) do env[name] = value end
  return env
end

--- Saves the next version.
---@return integer version
function developer:save()
  self.version = self.version + 1
  for path, text in pairs(twin) do self:write(path, (text:gsub("@VERSION@", self.version))) end
  return self.version
end

--- Writes a file of the tree.
---@param path string
---@param text string
function developer:write(path, text)
  path = self.tree .. "/" .. path
  assert(fs.mkdir(path:match "^(.*)/", 493, true))
  assert(fs.write(path, text))
end

--- Changes files until `mend`.
---@param edits table<string, fun(text: string): string>  by path
function developer:spoil(edits)
  for path, edit in pairs(edits) do
    local text = assert(fs.read(self.tree .. "/" .. path))
    self.before[path] = text
    local spoilt = edit(text)
    if spoilt == text then error(path .. ": there is nothing to change", 2) end
    self:write(path, spoilt)
  end
end

--- Takes back what `spoil` did.
function developer:mend()
  for path, text in pairs(self.before) do self:write(path, text) end
  self.before = {}
end

--- Runs a command to its end. `by`: whose key, hana's unless told.
---@param argv string[]
---@param by string|nil
---@return integer code
---@return string out
---@return string err
function developer:run(argv, by)
  return process.run { argv = { binary, unpack(argv) }, env = self:environment(by), cwd = self.folder }
end

--- Starts a deploying command, which may be asked how it ended.
---@param argv string[]  with --json
---@param by string|nil
function developer:start(argv, by)
  local file = self.folder .. "/said"
  if fs.stat(file) then assert(fs.remove(file)) end
  local began = clock.monotonic()
  local child = assert(process.spawn { argv = { binary, unpack(argv) }, env = self:environment(by), cwd = self.folder,
    stdin = "null", stdout = file, stderr = self.folder .. "/narrated", die_with_parent = true })
  return { pid = child.pid, child = child, began = began, file = file }
end

---@class bench.ended
---@field code integer
---@field result deploying.result|nil  nil: it said nothing
---@field ms number          from its start to its end

--- Waits for a command that was started.
---@return bench.ended
function developer.ended(command)
  local code = command.child:wait(60000)
  return { code = code, ms = clock.monotonic() - command.began, result = json.decode(fs.read(command.file) or "") }
end

--- Deploys the tree as it is.
---@param by string|nil
---@return bench.ended
function developer:deploy(by) return self.ended(self:start({ "deploy", self.tree, "--json" }, by)) end

---@return bench.ended
function developer:rollback() return self.ended(self:start { "rollback", "--json" }) end

return developer
