-- `sijang replay` as a developer runs it: releases of this very shop, one of them deployed, in a database with real orders.

local database = require "spec.support.database"
local fs = require "fs"
local json = require "json"
local place_order = require "flows.place_order"
local process = require "process"
local runtime = require "runtime"
local shop = require "spec.app.shop"

local binary = assert(fs.realpath("/proc/self/exe"))

describe("sijang replay", function()
  local top, address, folder, before, after

  local function sijang(...)
    local code, out, err = process.run { argv = { binary, ... }, cwd = top, env = { DATABASE_URL = address, NO_COLOR = "1",
      DATA_DIR = top .. "/data", RELEASE_KEY = false, RELEASE_KEYS = false, LOG_FILE = top .. "/log" } }
    return code, (out:gsub("\n$", "")), err
  end

  local function done(...)
    local code, out, err = sijang(...)
    assert.equal(0, code, err)
    return out
  end

  -- Stores what lies in the folder now; its sha.
  local function store()
    done("release", "build", folder, "-o", top .. "/bundle", "--author", "하나")
    return done("release", "store", top .. "/bundle")
  end

  local function edit(path, from, to)
    local text = assert(fs.read(folder .. path))
    local at, last = text:find(from, 1, true)
    assert(fs.write(folder .. path, text:sub(1, at - 1) .. to .. text:sub(last + 1)))
  end

  setup(function()
    top, address = assert(fs.temp "sijang-replay-spec"), database.fresh()
    folder = top .. "/shop"
    assert(fs.mkdir(folder .. "/build/static", 493, true))
    assert(fs.mkdir(top .. "/data"))
    for _, part in ipairs { "app", "templates", "migrations" } do
      assert(process.run { argv = { "cp", "-r", ("%s/%s"):format(runtime.root(), part), folder } } == 0)
    end
    assert(fs.write(folder .. "/build/static/manifest.json", "{}"))
    local mall = shop.add { { code = "apple", name = "사과", price = 12000, stock = 100 } }
    assert(place_order.run(mall, shop.draft(mall, { APPLE = 2 }, { postcode = "63001" })))
    assert(place_order.run(mall, shop.draft(mall, { APPLE = 3 })))
    done("keys", "new", "hana")
    before = store()
    edit("/app/shipping/rules.lua", "if region == \"jeju\" then return policy.jeju_surcharge end",
      "if region == \"jeju\" then return policy.jeju_surcharge + 1000 end")
    after = store()
  end)

  teardown(function() process.run { argv = { "rm", "-rf", top } } end)

  it("compares with this tree while nothing is deployed", function()
    assert.matches("nothing changes$", done("replay", before))
    assert.matches(runtime.root() .. " → " .. before:sub(1, 12) .. ": 2 orders and 0 carts", (done("replay", before)), 1, true)
  end)

  it("says what changes, by how much, with the lines, and that somebody has to accept it", function()
    database.execute(("INSERT INTO deployment (epoch, stable, percent, who, why) VALUES (1, '\\x%s', 0, 'hana', '')"):format(before))
    local code, out = sijang("replay", after)
    assert.equal(1, code)
    for _, text in ipairs { ("%s → %s: 2 orders and 0 carts"):format(before:sub(1, 12), after:sub(1, 12)),
      "1 of 2 change: 1 dearer, 0 cheaper, by 1,000원 at most, +1,000원 in all", "시험상회, order of ", ", 제주: 30,000원 → 31,000원 (+1,000원)",
      "    사과  12,000원 × 2  24,000원\n    배송비  6,000원 → 7,000원", "to be accepted by somebody: 1 of 2 change; 0 % may unasked" } do
      assert.is_truthy(out:find(text, 1, true), text .. "\n\n" .. out)
    end
    assert.matches("nothing changes$", done("replay", after, "-n", "1"))
  end)

  it("says it to programs as well", function()
    local code, out = sijang("replay", after, "--json")
    local report = json.decode(out)
    assert.same({ 1, "beyond", 2, 1, 1000, 31000 }, { code, report.verdict, report.asked, report.changed, report.largest,
      report.worst[1].after.payable })
    local _, same = sijang("replay", before, "--json")
    assert.is_truthy(same:find('"worst":[]', 1, true))
  end)

  it("takes folders and bundles, and compares with what is named", function()
    assert.equal(1, (sijang("replay", folder)))
    assert.equal(1, (sijang("replay", top .. "/bundle")))
    assert.matches("nothing changes$", done("replay", folder, "--against", after:sub(1, 10)))
  end)

  it("says of a release that fails where it does, and of one without the entry that it cannot be asked", function()
    edit("/app/cart/rules.lua", "function rules.line(row)\n", "function rules.line(row)\n  local missing = row.nothing.at_all\n")
    local code, out = sijang("replay", folder)
    assert.equal(1, code)
    assert.is_truthy(out:find(folder .. " fails to price 2 of 2: app/cart/rules.lua:", 1, true), out)
    assert.matches("not to go live: it fails to price 2 of 2$", out)
    assert(fs.remove(folder .. "/app/flows/quote.lua"))
    code, out = sijang("replay", folder)
    assert.equal(1, code)
    assert.is_truthy(out:find(folder .. " cannot price 2 of 2: it has no app/flows/quote.lua", 1, true), out)
    code, out = sijang("replay", before, "--against", folder)
    assert.equal(0, code)
    assert.is_truthy(out:find("2 are compared with what shoppers were shown instead", 1, true), out)
  end)

  it("runs nothing that nobody trusted has signed", function()
    done("keys", "revoke", "hana")
    local code, out, err = sijang("replay", after)
    assert.same({ 1, "" }, { code, out })
    assert.matches("the key hana that signed it was revoked", err)
  end)

  it("explains a wrong word", function()
    assert.equal(2, (sijang "replay"))
    assert.matches("is neither a file nor the sha", select(3, sijang("replay", "nothing", "--against", folder)))
    assert.matches("at least 1", select(3, sijang("replay", folder, "--against", folder, "-n", "0")))
  end)
end)

describe("sijang price", function()
  local function price(lines)
    local code, out, err = process.run { argv = { binary, "price", runtime.root() }, input = lines, env = { DATABASE_URL = false } }
    assert.equal("0 ", code .. " " .. err)
    return out
  end

  it("answers each line, in order, with what it costs or why it cannot say so", function()
    local input = { format = 1, currency = "KRW", now = 1790000000, region = "normal", shipping = { fee = 3000, jeju_surcharge = 0, island_surcharge = 0 },
      lines = { { sku_id = "s", product_id = "p", sku_code = "S", label = "", name = "사과", slug = "apple", qty = 2, max_qty = 9, available = 9,
        on_sale = true, price = 500, price_seen = 500 } } }
    local first = json.encode(input)
    input.format = 99
    local answers = {}
    for number, said in price(table.concat({ first, json.encode(input), "{", '{"format":1}' }, "\n")):gmatch("(%d+)\t([^\n]+)\n") do
      answers[tonumber(number)] = json.decode(said)
    end
    assert.same({ 4000, 1000 }, { answers[1].payable, answers[1].lines[1].amount })
    assert.equal("it has format 99, and formats up to 2 can be priced", answers[2].cannot)
    assert.matches("^it is not JSON", answers[3].cannot)
    assert.matches("^app/flows/quote.lua:%d+: ", answers[4].broken)
    assert.equal("", price "")
  end)
end)
