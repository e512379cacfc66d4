--- The demo mall as its shoppers reach it: the real program, the real pages, a database of its own, several workers. It is
--- served from a copy of the tree, so that a spec may edit what is being served.

local database = require "spec.support.database"
local fs = require "fs"
local process = require "process"
local server = require "spec.support.server"

local mall = setmetatable({}, { __index = server })
mall.__index = mall

local program = fs.realpath("/proc/self/exe")
local tree = require("runtime").root()

--- A sanitizer build keeps other bounds: it is some ten times slower.
mall.sanitized = program:find("/build/asan/", 1, true) ~= nil

local function copy_tree(root)
  assert(fs.mkdir(root .. "/app", 493, true))
  local argv = { "cp", "-r", "-t", root .. "/app" }
  for _, name in ipairs(fs.list(tree .. "/app")) do
    if name ~= "seed" then argv[#argv + 1] = tree .. "/app/" .. name end
  end
  assert(process.run { argv = argv } == 0)
  assert(process.run { argv = { "cp", "-r", "-t", root, tree .. "/templates" } } == 0)
  for _, name in ipairs { "bindings", "build" } do assert(fs.symlink(tree .. "/" .. name, root .. "/" .. name)) end
end

--- Opens one. `env`: settings over the usual ones, or what makes them once there is a database.
---@param env table<string, string>|(fun(self: table): table<string, string>)|nil
---@param choke table|nil  a chokepoint that its statements go through
function mall.open(env, choke)
  local self = setmetatable({ root = assert(fs.temp("mall")), name = database.create_seeded() }, mall)
  copy_tree(self.root)
  self.env = { SIJANG_ROOT = self.root, SIJANG_ENV = "development", PORT = "0", WORKERS = "2", JOB_WORKERS = "0", SECRET_KEY = ("k"):rep(40),
    ACCESS_LOG = "off", DATABASE_URL = database.address(self.name), DATA_DIR = database.media() }
  if choke then self.env.DATABASE_URL = choke:address(self.name) end
  if type(env) == "function" then env = env(self) end
  for name, value in pairs(env or {}) do self.env[name] = value end
  self:serve()
  return self
end

--- Starts the program; again, after `stop_serving`.
function mall:serve()
  self.log_file = ("%s/log"):format(self.root)
  if fs.stat(self.log_file) then assert(fs.remove(self.log_file)) end
  self.env.LOG_FILE = self.log_file
  self.process = assert(process.spawn { argv = { program, "serve" }, env = self.env, stdin = "null", stdout = "null",
    stderr = self.root .. "/stderr", die_with_parent = true })
  self.pid = self.process.pid
  local listening = server.eventually(function() return self:event("master.listening") end, 60000, "a listening master")
  self.port = tonumber(listening.message:match(":(%d+) with"))
  server.eventually(function() return self:get("/readyz").status == 200 end, 120000, "a ready worker")
end

--- Closes it: server, database, tree.
function mall:close()
  local code = server.stop(self, "INT")
  database.drop(self.name)
  return code
end

--- Runs SQL as the owner of the schema; rows a line each.
---@param sql string
---@return string
function mall:sql(sql)
  local code, out, message = process.run {
    argv = { database.psql, "-XqAt", "-v", "ON_ERROR_STOP=1", database.address(self.name, "sijang"), "-f", "-" }, input = sql }
  if code ~= 0 then error(message, 2) end
  return (out:gsub("%s+$", ""))
end

function mall:number(sql) return tonumber(self:sql(sql)) end

--- What `sijang check` finds wrong: "" while the books are right.
---@return string
function mall:check()
  local code, out, message = process.run { argv = { program, "check" },
    env = { DATABASE_URL = database.address(self.name, "sijang"), LOG_FILE = self.root .. "/check.log" } }
  return code == 0 and "" or out .. message
end

--- A SKU that can be bought, with this much of it on hand and nothing promised.
---@param on_hand integer
---@return { id: string, slug: string, price: integer }
function mall:goods(on_hand)
  local id, slug, price = self:sql([[
    SELECT k.id, p.slug, k.price FROM sku k JOIN product p ON p.mall_id = k.mall_id AND p.id = k.product_id
    JOIN mall m ON m.id = k.mall_id JOIN stock s ON s.mall_id = k.mall_id AND s.sku_id = k.id
    WHERE m.code = (SELECT code FROM mall ORDER BY id LIMIT 1) AND k.active AND p.status = 'on_sale' AND s.reserved = 0
      AND k.max_qty >= 10 ORDER BY k.code LIMIT 1]]):match("^([^|]+)|([^|]+)|(%d+)")
  self:sql(([[
    INSERT INTO stock_entry (mall_id, sku_id, kind, on_hand_delta, reserved_delta)
      SELECT mall_id, sku_id, 'adjust', %d - on_hand, 0 FROM stock WHERE sku_id = '%s' AND on_hand <> %d;
    UPDATE stock SET on_hand = %d WHERE sku_id = '%s']]):format(on_hand, id, on_hand, on_hand, id))
  return { id = id, slug = slug, price = tonumber(price) }
end

--- What is promised of a SKU.
function mall:reserved(goods) return self:number(("SELECT reserved FROM stock WHERE sku_id = '%s'"):format(goods.id)) end

--- Who held a call and died is thought to work on it until its lease is over: now it is, and nobody has to wait for that.
function mall:lapse() self:sql "UPDATE idempotency SET claimed_at = claimed_at - interval '6 s' WHERE status IS NULL" end

function mall:orders() return self:number('SELECT count(*) FROM "order"') end

--- Kills every worker at once, as the kernel does when memory is short.
function mall:kill_workers()
  local killed = self:workers()
  for _, pid in ipairs(killed) do process.kill(pid, "KILL") end
  server.eventually(function()
    for _, pid in ipairs(killed) do
      if process.alive(pid) then return false end
    end
    return #self:workers() == #killed and self:get("/readyz").status == 200
  end, 10000, "workers in the place of the killed ones")
end

return mall
