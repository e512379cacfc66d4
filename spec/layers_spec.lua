-- The layers of app/ (release/rules/layers.lua says which) are kept by this very tree, and the judge sees what it is to see.

local fs = require "fs"
local layers = require "release.rules.layers"
local rules = require "release.rules"

local root = require("runtime").root()

--- What is wrong, as sentences.
local function judge(files)
  local complaints = {}
  for i, problem in ipairs(layers.judge(files)) do complaints[i] = rules.sentence(problem) end
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
      local layer = layers.place(path)
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
    ["Redis outside the cache and the bell"] = { ["cart/store.lua"] = 'require "redis"' },
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
      ["shared/bell.lua"] = 'require "redis"',
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
