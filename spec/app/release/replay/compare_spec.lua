-- Two folders of this very shop, one of them changed, price what was bought and looked at in a real database.

local clock = require "clock"
local database = require "spec.support.database"
local eventually = require "spec.support.eventually"
local fs = require "fs"
local place_order = require "flows.place_order"
local price_cart = require("flows.price_cart").run
local process = require "process"
local replay = require "release.replay"
local runtime = require "runtime"
local shop = require "spec.app.shop"

describe("a replay", function()
  local top, live, mall

  -- A copy of the shop's logic; edits: path → function that changes the text, or false to take the file away.
  local function folder(name, edits)
    local path = top .. "/" .. name
    assert(fs.mkdir(path .. "/app", 493, true))
    for _, part in ipairs { "cart", "shipping", "flows", "shared" } do
      assert(process.run { argv = { "cp", "-r", runtime.root() .. "/app/" .. part, path .. "/app" } } == 0)
    end
    for _, part in ipairs { "catalog", "checkout", "coupon", "mall", "order", "points", "snapshot", "stock" } do
      assert(fs.symlink(runtime.root() .. "/app/" .. part, path .. "/app/" .. part))
    end
    for file, edit in pairs(edits or {}) do
      local whole = ("%s/app/%s"):format(path, file)
      if edit then
        local before = assert(fs.read(whole))
        local after = edit(before)
        assert(after ~= before, file)
        assert(fs.write(whole, after))
      else
        assert(fs.remove(whole))
      end
    end
    return path
  end

  local function put(from, to)
    return function(text)
      local at, last = text:find(from, 1, true)
      return text:sub(1, assert(at, from) - 1) .. to .. text:sub(last + 1)
    end
  end

  -- In place of the sums: this Lua, which has `input`.
  local function quoting(code)
    return { ["flows/quote.lua"] = put("function quote.run(input)\n", "function quote.run(input)\n  " .. code .. "\n") }
  end

  setup(function()
    top = assert(fs.temp "sijang-replay-spec")
    assert(fs.mkdir(top .. "/tmp"))
    process.setenv("TMPDIR", top .. "/tmp")
    live = folder("live one, 라이브")
    process.setenv("PRICE_SAMPLE", "0")
    mall = shop.open {
      { code = "apple", name = "사과", price = 12000, stock = 1000 },
      { code = "pear", name = "배", price = 20000, stock = 1000 },
    }
    assert(place_order.run(mall, shop.draft(mall, { APPLE = 1 }))) -- 12,000 + 3,000
    assert(place_order.run(mall, shop.draft(mall, { APPLE = 1, PEAR = 1 }))) -- 32,000, free
    assert(place_order.run(mall, shop.draft(mall, { PEAR = 2 }, { postcode = "63001" }))) -- 40,000 + 3,000 to Jeju
    process.setenv("PRICE_SAMPLE", "1")
    price_cart(mall, shop.cart(mall, { APPLE = 2 })) -- 24,000 + 3,000
    process.setenv("PRICE_SAMPLE", "0")
    eventually(function() return shop.count "price_snapshot" == 1 end)
  end)

  teardown(function()
    process.setenv "PRICE_SAMPLE"
    process.setenv "TMPDIR"
    process.run { argv = { "rm", "-rf", top } }
  end)

  local function payables(report)
    local list = {}
    for i, change in ipairs(report.worst) do
      list[i] = ("%s %d → %d"):format(change.kind, change.before.payable, change.after.payable)
    end
    return list
  end

  -- How the new one fails, and in how long.
  local function failure(name, edits, limits)
    local began = clock.monotonic()
    local report = replay.compare(live, folder(name, edits), 500, limits)
    assert.equal(0, #report.live)
    return report, clock.monotonic() - began
  end

  it("of the same logic finds nothing, and neither release has drifted", function()
    local report = replay.compare(live, folder "twin")
    assert.same({ "same", 4, 3, 1, 0, 0, 0 }, { report.verdict, report.asked, report.orders, report.carts, report.drifted,
      #report.live, #report.new })
    assert.same({ 2, 2, 0 }, (function(r) return { r.asked, r.orders + r.carts, r.changed } end)(replay.compare(live, live, 2)))
  end)

  it("shows what a changed rule of shipping does, and to whom", function()
    local new = folder("shipping", { ["shipping/rules.lua"] = put("(free and 0 or policy.fee)", "(free and 0 or policy.fee + 500)") })
    local report = replay.compare(live, new)
    assert.same({ "cart 27000 → 27500", "order 15000 → 15500" }, (function(list) table.sort(list) return list end)(payables(report)))
    assert.same({ 2, 2, 0, 500, 1000, "beyond" }, { report.changed, report.dearer, report.cheaper, report.largest, report.total,
      report.verdict })
    local back = replay.compare(new, live)
    assert.same({ 2, 0, 2, -1000, 2 }, { back.changed, back.dearer, back.cheaper, back.total, back.drifted })
  end)

  it("shows what a changed rule of prices does, line by line", function()
    local new = folder("prices", { ["cart/rules.lua"] = put("unit_price = row.price,\n",
      "unit_price = won(row.price):percent(row.name == '배' and 90 or 100).amount,\n") })
    assert(fs.write(new .. "/app/cart/rules.lua", (fs.read(new .. "/app/cart/rules.lua"):gsub("amount = %(won%(row.price%) %* row.qty%).amount",
      "amount = (won(row.price):percent(row.name == '배' and 90 or 100) * row.qty).amount"))))
    local report = replay.compare(live, new)
    -- 32,000 becomes 30,000, which is still shipped for nothing
    assert.same({ "order 43000 → 39000", "order 32000 → 30000" }, payables(report))
    assert.same({ 4000, -6000, 2 }, { report.largest, report.total, report.cheaper })
    assert.same({ { name = "배", label = "", qty = 2, before = { unit_price = 20000, amount = 40000 },
      after = { unit_price = 18000, amount = 36000 } } }, report.worst[1].lines)
    assert.same({ "jeju", "시험상회" }, { report.worst[1].region, report.worst[1].mall })
  end)

  it("lets pass what the settings allow", function()
    process.setenv("REPLAY_SHARE", "50")
    process.setenv("REPLAY_CHANGE", "500")
    finally(function() for _, name in ipairs { "REPLAY_SHARE", "REPLAY_CHANGE" } do process.setenv(name) end end)
    assert.equal("within", replay.compare(live, top .. "/shipping").verdict)
    process.setenv("REPLAY_CHANGE", "499")
    assert.equal("beyond", replay.compare(live, top .. "/shipping").verdict)
  end)

  it("says of a release without the entry, or with an older one, that it cannot price these", function()
    local report = failure("before", { ["flows/quote.lua"] = false })
    assert.same({ "beyond", 4, "it has no app/flows/quote.lua", false }, { report.verdict, report.unknown, report.new[1].reason,
      report.new[1].broken })
    report = failure("older", { ["flows/quote.lua"] = put("FORMAT = 2", "FORMAT = 0") })
    assert.same({ "beyond", 4, "it has format 1, and formats up to 0 can be priced" }, { report.verdict, report.new[1].count,
      report.new[1].reason })
    report = replay.compare(top .. "/before", live)
    assert.same({ "same", 4, 0 }, { report.verdict, report.promised, report.changed })
  end)

  it("says where a release raises, and that it is not to go live", function()
    local report = failure("raises", quoting "if input.region == 'jeju' then error('boom') end")
    assert.same({ "broken", 1, 1 }, { report.verdict, report.failed, report.new[1].count })
    assert.matches("^app/flows/quote.lua:%d+: boom$", report.new[1].reason)
    assert.matches("^app/flows/quote.lua:%d+: unexpected symbol",
      failure("syntax", { ["flows/quote.lua"] = put("local quote = {}", "local quote = = {}") }).new[1].reason)
  end)

  it("believes no sum that does not hold, and nothing that a release prints", function()
    local report = failure("sums", { ["cart/rules.lua"] = function(text)
      return (text:gsub("payable = payable.amount", "payable = payable.amount + 1"):gsub("return rules.assert_adds_up {", "return {"))
    end })
    assert.same({ 4, "the parts do not add up to the total" }, { report.failed, report.new[1].reason })
    assert.matches("payable is 15000.5", failure("halves", quoting [[
      if #input.lines > 0 then return { totals = { goods = 15000, discount = 0, shipping = 0, payable = 15000.5 }, lines = {} } end]]).new[1].reason)
    assert.equal("same", failure("prints", quoting [[print("1\t{\"payable\":1") print("hello")]]).verdict)
  end)

  it("ends a release that never ends, be it at one cart or while it loads", function()
    local report, ms = failure("loops", quoting "if input.region == 'jeju' then while true do end end", { milliseconds = 1500, megabytes = 256 })
    assert.equal("broken", report.verdict)
    assert.matches("^it did not end within 1.5 s, at number %d of 4$", report.new[1].reason)
    assert.equal(report.failed, report.new[1].count)
    assert.is_true(ms >= 1500 and ms < 6000, ms)
    report = failure("loops at load", { ["flows/quote.lua"] = put("local quote = {}", "local quote = {}\nwhile true do end") },
      { milliseconds = 1500, megabytes = 256 })
    assert.same({ 4, "it did not end within 1.5 s, at number 1 of 4" }, { report.failed, report.new[1].reason })
  end)

  it("ends a release that hoards memory, before the machine has none", function()
    local report, ms = failure("hoards", quoting "local all = {} while true do all[#all + 1] = ('x'):rep(1e6 + #all) end",
      { milliseconds = 20000, megabytes = 128 })
    assert.matches("^it took more than 128 MB", report.new[1].reason)
    assert.equal("broken", report.verdict)
    assert.is_true(ms < 15000, ms)
  end)

  it("survives a release that crashes or leaves", function()
    local report = failure("crashes", quoting "require('ffi').cast('int *', 16)[0] = 1")
    assert.matches("^it was ended by %u+, at number 1 of 4", report.new[1].reason)
    report = failure("leaves", quoting "os.exit(0)")
    assert.same({ "broken", "it ended with 0, at number 1 of 4" }, { report.verdict, report.new[1].reason })
  end)

  it("gives a release no address of the database and no secret", function()
    local asked, before = {}, {}
    finally(function() for name, value in pairs(before) do process.setenv(name, value or nil) end end)
    for _, name in ipairs { "DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "SECRET_KEY", "CONFIG_FILE" } do
      asked[#asked + 1] = ("assert(os.getenv '%s' == nil)"):format(name)
      before[name] = os.getenv(name) or false
      process.setenv(name, "something that only the shop may know")
    end
    assert.equal("same", failure("curious", quoting(table.concat(asked, " "))).verdict)
  end)

  it("of a mall that has sold nothing yet has nothing to say", function()
    database.fresh()
    local report = replay.compare(live, live)
    assert.same({ "same", 0, "there is nothing to compare yet" }, { report.verdict, report.asked, report.reason })
  end)

  it("is known also where nobody can start a program, as in a page", function()
    local hidden = { "process", "release", "release.replay", "release.replay.scratch" }
    local loaded, open = {}, package.preload.process
    finally(function()
      package.preload.process = open
      for _, name in ipairs(hidden) do package.loaded[name] = loaded[name] end
    end)
    for _, name in ipairs(hidden) do loaded[name], package.loaded[name] = package.loaded[name], nil end
    package.preload.process = nil
    assert.is_function(require("release").replay.compare)
  end)

  it("leaves nothing behind", function() assert.same({}, fs.list(top .. "/tmp")) end)
end)
