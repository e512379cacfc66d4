--- The demo malls as they really run, for a browser: the real binary on the real tree with a copy of the seeded database.
--- With `editable` the logic and the templates are a copy that a spec may break.

local database = require "spec.support.database"
local fs = require "fs"
local json = require "json"
local pg = require "pg"
local process = require "process"
local server = require "spec.support.server"

local mall = {}
mall.__index = mall

local program = fs.realpath("/proc/self/exe")
local tree = require("runtime").root()

-- app/ without the seeds' pictures, templates/, and the way to the rest.
local function copy_tree(to)
  local script = [[
    cd "$1" && mkdir "$2/app" && cp -R templates "$2/templates" && ln -s "$1/bindings" "$1/build" "$1/static" "$2/"
    for part in app/*; do [ "$part" = app/seed ] || cp -R "$part" "$2/$part"; done
    ln -s "$1/app/seed" "$2/app/seed"]]
  local code, _, problem = process.run { argv = { "sh", "-euc", script, "copy", tree, to } }
  assert(code == 0, problem)
end

--- Opens both malls. `pg` of this process points at their database from then on.
--- With `payments` both have contracts with stand-ins for every provider: `providers` leads to them.
---@param options { editable: boolean|nil, development: boolean|nil, workers: string|nil, payments: boolean|nil }|nil
---@return table mall  base: "http://localhost:PORT"; second: the other mall's
function mall.open(options)
  options = options or {}
  local self = setmetatable({ folder = assert(fs.temp("browser")), database = database.create_seeded() }, mall)
  self.root = tree
  if options.editable then
    self.root = self.folder .. "/tree"
    assert(fs.mkdir(self.root))
    copy_tree(self.root)
  end
  pg.use(database.address(self.database))
  if options.payments then self:contract() end
  self.log_file = self.folder .. "/log"
  self.process = assert(process.spawn { argv = { program, "serve" }, stdin = "null", stdout = "null",
    stderr = self.folder .. "/stderr", die_with_parent = true, env = {
      SIJANG_ROOT = self.root, SIJANG_ENV = options.development and "development" or "production", PORT = "0",
      WORKERS = options.workers or "2", SECRET_KEY = ("k"):rep(40), LOG_FILE = self.log_file, ACCESS_LOG = "off",
      PAYMENT_FILE = options.payments and self.folder .. "/payment.json" or nil, PAYMENT_TEST = options.payments and "on" or nil,
      DATABASE_URL = database.address(self.database), DATA_DIR = database.media(), HOST = "127.0.0.1" } })
  local listening = server.eventually(function() return self:event("master.listening") end, 10000, "a listening master")
  self.port = tonumber(listening.message:match(":(%d+) with"))
  if options.payments then
    for _, name in ipairs { "inicis", "toss_payments" } do
      self.providers:command { provider = name, ["do"] = "notices_to", url = ("http://127.0.0.1:%d/hook/pay/%s"):format(self.port, name) }
    end
  end
  self.base, self.second = "http://localhost:" .. self.port, "http://second.localhost:" .. self.port
  server.eventually(function() return server.get(self, "/readyz").status == 200 end, 30000, "a ready worker")
  return self
end

--- Starts the stand-ins and writes the contracts that lead to them.
function mall:contract()
  self.providers = require("spec.support.providers").start { scale = 1 }
  local contracts, methods = {}, {}
  for name, contract in pairs(self.providers.contracts) do contracts[#contracts + 1] = contract; assert(contract.provider == name) end
  for _, provider in ipairs { "inicis", "toss_payments" } do
    for _, method in ipairs { "card", "virtual_account" } do methods[#methods + 1] = { provider = provider, method = method,
      label = provider == "toss_payments" and (method == "card" and "카드 (토스페이먼츠)" or "가상계좌 (토스페이먼츠)") or nil } end
  end
  for provider, label in pairs { portone = "카드 (포트원)", portone_v1 = "카드 (포트원 V1)" } do
    methods[#methods + 1] = { provider = provider, method = "card", label = label }
  end
  methods[#methods + 1], methods[#methods + 2] = "wallet", "bank_transfer"
  local one = { contracts = contracts, methods = methods }
  assert(fs.write(self.folder .. "/payment.json", json.encode { morak = one, goyo = one }, 256))
end

mall.request, mall.get, mall.metric = server.request, server.get, server.metric
mall.events, mall.event = server.events, server.event

--- Replaces text in a file of the copied tree, the way an editor does: whole. Returns what undoes it.
---@param path string
---@param from string  plain text that must be there
---@param to string
---@return fun() undo
function mall:edit(path, from, to)
  local before = assert(fs.read(self.root .. "/" .. path))
  local at, last = before:find(from, 1, true)
  assert(at, from .. " is not in " .. path)
  assert(fs.write(self.root .. "/" .. path, before:sub(1, at - 1) .. to .. before:sub(last + 1), 420))
  return function() assert(fs.write(self.root .. "/" .. path, before, 420)) end
end

--- What went wrong on the server's side, as its log tells it.
---@return table[]
function mall:errors()
  local found = {}
  for _, event in ipairs(self:events()) do
    if event.level == "error" then found[#found + 1] = event end
  end
  return found
end

--- Closes them.
function mall:close()
  process.kill(self.process.pid, "INT")
  self.process:wait(10000)
  if self.providers then self.providers:stop() end
  database.drop(self.database)
  fs.remove(self.folder, true)
end

return mall
