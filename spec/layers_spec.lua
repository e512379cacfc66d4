-- Who may know whom in app/: web → flows → features → shared, jobs → flows; features never know each other; the seed,
-- which fills the tables of many features, stands where flows stand. Read from
-- every `require` there is, so that the picture in our heads stays the picture in the code.

local fs = require "fs"

local root = require("runtime").root()

local bindings = { pg = true, redis = true, fetch = true, crypto = true, password = true, image = true, html = true,
  json = true, sandbox = true, clock = true, text = true, log = true, task = true, runtime = true, fs = true, bit = true,
  zstd = true, ffi = true, ["string.buffer"] = true }
-- What computes and waits for nothing, asks nobody the time and rolls no dice.
local pure = { ["string.buffer"] = true, json = true, text = true, bit = true, ffi = true }

-- The only modules that need the database binding without being a store, and what for.
local not_stores = {
  ["shared/cache.lua"] = "hears what changed",
  ["web/development/report.lua"] = "shows a developer the request's SQL",
}

-- The only modules of a feature that know files, and which. They work in commands and while a generation loads.
local not_fileless = {
  ["release/tree.lua"] = "reads the folder that is released, and unpacks what is to be built",
  ["release/keys.lua"] = "finds whom this node trusts on its disk, where the database cannot reach",
}

local layers = { web = "web", shared = "shared", flows = "flows", jobs = "jobs", seed = "seed", samples = "samples" }

-- Where a module stands: its layer, and its feature's name if it belongs to one.
local function place(path)
  local first, rest = path:match("^([%w_]+)/(.*)$")
  if not first then return path == "boot.lua" and "boot" or path == "routes.lua" and "routes" or "stray" end
  if layers[first] then return layers[first], nil, rest end
  return "feature", first, rest
end

local function requires_of(source)
  local list, line = {}, 0
  for text in (source .. "\n"):gmatch("(.-)\n") do
    line = line + 1
    local code = text:gsub("%-%-.*", "")
    for module in code:gmatch("%f[%w_]require%s*%(?%s*[\"']([%w_.]+)[\"']") do
      list[#list + 1] = { module = module, line = line }
    end
  end
  return list
end

--- What is wrong with the requires of a set of files.
---@param files table<string, string>  source by path below app/
---@return string[] complaints  "path:line: …"
local function judge(files)
  local complaints, features = {}, {}
  for path in pairs(files) do
    local layer, feature = place(path)
    if layer == "feature" then features[feature] = true end
  end

  for path, source in pairs(files) do
    local layer, feature, rest = place(path)
    local is_store = path:find("store%.lua$") ~= nil
    local is_rules = rest and (rest:find("^rules%.lua$") or rest:find("^rules/") or rest:find("/rules%.lua$")
      or rest:find("/rules/"))
    local is_pages = rest and rest:find("pages%.lua$")
    for _, one in ipairs(requires_of(source)) do
      local module = one.module
      local function complain(why)
        complaints[#complaints + 1] = ("%s:%d: %s (%s)"):format(path, one.line, why, module)
      end
      local target, inside = module:match("^([%w_]+)%.?(.*)$")
      if bindings[module] then
        if module == "pg" and not is_store and not not_stores[path] then complain("SQL lives only in store.lua") end
        if module == "redis" and path ~= "shared/cache.lua" then complain("Redis is known only to shared/cache.lua") end
        if module == "fetch" and not path:find("/adapters/") then complain("the outside world is known only to adapters") end
        if module == "fs" and layer ~= "web" and layer ~= "seed" and not not_fileless[path] then complain("files are no feature's business") end
        if is_rules and not pure[module] then complain("rules compute: they wait for nothing and know no clock") end
      elseif layer == "stray" then
        complain("a file that belongs nowhere requires something")
      elseif target == "shared" then
        if is_rules and (inside == "cache" or inside:find("^cache%.")) then complain("rules remember nothing") end
      elseif layer == "shared" then
        complain("shared knows nothing above it")
      elseif layer == "boot" then
        if inside ~= "" and features[target] then complain("of a feature only its face is known outside") end
      elseif layer == "routes" then
        complain("routes name their pages; they require nothing")
      elseif target == "web" then
        if layer ~= "web" then complain("only web knows HTTP") end
      elseif target == "samples" then
        if layer ~= "samples" then complain("web serves any site: boot tells it the samples") end
      elseif layer == "samples" then
        complain("samples are data: they know nobody who makes views")
      elseif target == "flows" then
        if layer == "feature" and not is_pages then complain("a feature does not know who puts it to use") end
        if layer == "web" then complain("web serves any site: boot tells it the flows") end
      elseif target == "seed" then
        if layer ~= "seed" then complain("the shop does not know the demo") end
      elseif target == "jobs" then
        if layer ~= "jobs" then complain("nobody knows the jobs") end
      elseif features[target] then
        if layer == "feature" then
          if target ~= feature then complain("features do not know each other") end
          if is_rules and not inside:find("^rules") and not inside:find("%.rules") and inside ~= "machine" then
            complain("rules know only rules")
          end
        else
          -- the seed writes what features would have written, and so reckons by their rules
          if inside ~= "" and not (layer == "seed" and inside:find("^rules")) then
            complain("of a feature only its face is known outside")
          end
          if layer == "jobs" then complain("a job calls a flow") end
          if layer == "web" and target ~= "session" then complain("web serves any site: it knows no feature") end
        end
      else
        complain("there is no such module")
      end
    end
  end
  table.sort(complaints)
  return complaints
end

local function read_tree(folder, prefix, files)
  for _, name in ipairs(assert(fs.list(folder))) do
    local path = folder .. "/" .. name
    if fs.stat(path).type == "directory" then
      read_tree(path, prefix .. name .. "/", files)
    elseif name:find("%.lua$") then
      files[prefix .. name] = assert(fs.read(path))
    end
  end
  return files
end

local app = read_tree(root .. "/app", "", {})

describe("the layers of app/", function()
  it("are kept", function()
    assert.same({}, judge(app))
  end)

  it("are read from real files: there are some of each", function()
    local count = {}
    for path in pairs(app) do
      local layer = place(path)
      count[layer] = (count[layer] or 0) + 1
    end
    for _, layer in ipairs { "web", "shared", "flows", "feature", "boot", "routes" } do
      assert.is_true((count[layer] or 0) > 0, layer)
    end
    assert.is_nil(count.stray)
  end)

  local crossings = {
    ["a feature that requires another"] = { ["cart/init.lua"] = 'require "stock"', ["stock/init.lua"] = "" },
    ["a feature that requires a flow outside its pages"] = { ["cart/init.lua"] = 'require("flows.buy")' },
    ["a feature that requires the web"] = { ["cart/pages.lua"] = "local r = require 'web.router'" },
    ["a flow that goes past a feature's face"] = { ["flows/buy.lua"] = 'require "cart.store"', ["cart/store.lua"] = "" },
    ["SQL outside a store"] = { ["cart/init.lua"] = 'require "pg"' },
    ["SQL in a flow"] = { ["flows/buy.lua"] = 'require "pg"' },
    ["Redis outside the cache"] = { ["cart/store.lua"] = 'require "redis"' },
    ["a request to the world outside an adapter"] = { ["payment/init.lua"] = 'require "fetch"' },
    ["files in a feature's face"] = { ["release/init.lua"] = 'require "fs"' },
    ["rules that read the clock"] = { ["cart/rules.lua"] = 'require "clock"' },
    ["rules that roll dice"] = { ["order/rules/number.lua"] = 'require "crypto"' },
    ["rules that know their store"] = { ["cart/rules.lua"] = 'require "cart.store"', ["cart/store.lua"] = "" },
    ["shared that knows a feature"] = { ["shared/money.lua"] = 'require "cart"', ["cart/init.lua"] = "" },
    ["web that knows a feature"] = { ["web/serve.lua"] = 'require "cart"', ["cart/init.lua"] = "" },
    ["a job that does a feature's work"] = { ["jobs/expire.lua"] = 'require "cart"', ["cart/init.lua"] = "" },
    ["a sample that asks a feature"] = { ["samples/cart/cart.lua"] = 'require "cart"', ["cart/init.lua"] = "" },
    ["a page that shows a sample"] = { ["cart/pages.lua"] = 'require "samples"', ["samples/init.lua"] = "" },
    ["routes that load pages"] = { ["routes.lua"] = 'require "cart.pages"', ["cart/pages.lua"] = "" },
    ["a module that is not there"] = { ["cart/init.lua"] = 'require "crat.rules"' },
  }
  for title, files in pairs(crossings) do
    it("would show " .. title, function()
      assert.equal(1, #judge(files), table.concat(judge(files), "\n"))
    end)
  end

  it("allow what the design allows", function()
    assert.same({}, judge {
      ["cart/init.lua"] = 'require "cart.rules" require "cart.store" require "shared.money" -- require "stock"',
      ["cart/rules.lua"] = 'require "cart.rules.totals" require "shared.money" require "text"',
      ["cart/rules/totals.lua"] = 'require "shared.money"',
      ["cart/store.lua"] = 'require "pg"',
      ["cart/pages.lua"] = 'require "cart" require "flows.buy"',
      ["payment/adapters/bank.lua"] = 'require "fetch"',
      ["flows/buy.lua"] = 'require "cart" require "flows.store"',
      ["flows/store.lua"] = 'require "pg"',
      ["jobs/expire.lua"] = 'require "flows.buy"',
      ["samples/cart/cart.lua"] = 'require "samples.goods" require "shared.markup"',
      ["boot.lua"] = 'require "web.serve" require "cart" require "flows.buy" require "routes" require "samples"',
    })
  end)
end)

describe("every file of app/ and bindings/", function()
  local lua = read_tree(root .. "/bindings", "../bindings/", {})
  for path, source in pairs(app) do
    if not path:find("^seed/") then lua[path] = source end
  end

  it("says at its top what it is about", function()
    for path, source in pairs(lua) do
      if not path:find("/meta/") then assert.matches("^%-%-", source, path .. " begins without a word") end
    end
  end)

  it("is short enough to be read at one sitting", function()
    for path, source in pairs(lua) do
      local _, lines = source:gsub("\n", "")
      if not path:find("/meta/") then assert.is_true(lines <= 250, path .. " has " .. lines .. " lines") end
    end
  end)

  it("is named after what it is, not after being of use", function()
    for path in pairs(lua) do
      for _, name in ipairs { "util", "helper", "common", "misc", "manager" } do
        assert.is_nil(path:match("[^/]*$"):find(name, 1, true), path)
      end
    end
  end)
end)
