-- The file of contracts: what is taken of it, and what is refused, without a word of what is secret in it.

local fs = require "fs"
local json = require "json"
local process = require "process"
local methods = require "payment.rules.methods"
local rules = require "payment.rules.contract"

local function adapter(name, label, list, check)
  local set = {}
  for _, method in ipairs(list) do set[method] = true end
  return { name = name, label = label, methods = set, check = check or function() return true end }
end

local adapters = {
  cardy = adapter("cardy", "카디", { "card", "virtual_account", "account_transfer" }, function(contract)
    if not contract.key then return nil, "key is missing" end
    return true
  end),
  other = adapter("other", "아더", { "card", "phone" }),
  walley = adapter("walley", "월리페이", { "wallet" }),
}

local function read(contracts, rehearsal) return rules.read({ demo = { contracts = contracts } }, adapters, rehearsal) end

describe("the contracts of a mall", function()
  it("are taken by mall, in their order, and by their provider's name", function()
    local malls, problems = read { { provider = "cardy", mode = "live", key = "k" }, { provider = "walley", mode = "live" } }
    assert.same({}, problems)
    assert.equal("k", malls.demo.cardy.key)
    assert.equal("walley", malls.demo.contracts[2].provider)
  end)

  it("are refused one by one, in a sentence that says which and why", function()
    for _, case in ipairs {
      { { provider = "nobody", mode = "live" }, "demo: there is no provider nobody" },
      { { provider = "cardy", mode = "live" }, "demo: cardy: key is missing" },
      { { provider = "walley", mode = "almost" }, "demo: walley: mode is test or live" },
      { { provider = "walley", mode = "live", urls = { api = "http://pay.example" } },
        "demo: walley: urls.api is not https: that is for tests, and this is a live contract" },
      { { provider = "walley", mode = "live", urls = { api = "https://127.0.0.1:8443/" } },
        "demo: walley: urls.api is this machine: that is for tests, and this is a live contract" },
      { { provider = "walley", mode = "live", urls = { api = "https://u:p@pay.example/" } },
        "demo: walley: urls.api has a name in it: that is for tests, and this is a live contract" },
    } do
      local _, problems = read { case[1] }
      assert.same({ case[2] }, problems)
    end
  end)

  it("of tests are none in production, and may be on this machine alone in a rehearsal", function()
    local test = { provider = "walley", mode = "test", urls = { api = "http://127.0.0.1:9000/walley" } }
    local _, problems = read { test }
    assert.truthy(problems[1]:find("PAYMENT_TEST=on", 1, true))
    _, problems = read({ test }, true)
    assert.same({}, problems)
    _, problems = read({ { provider = "walley", mode = "test", urls = { api = "http://10.0.0.1/" } } }, true)
    assert.equal(1, #problems)
    _, problems = read({ { provider = "walley", mode = "live", urls = { api = "http://127.0.0.1:9000/" } } }, true)
    assert.equal(1, #problems)
  end)

  it("with one provider are one", function()
    local _, problems = read { { provider = "walley", mode = "live" }, { provider = "walley", mode = "live" } }
    assert.same({ "demo: two contracts with walley" }, problems)
  end)
end)

local function keys(list)
  local found = {}
  for i, one in ipairs(list) do found[i] = one.key end
  return found
end

describe("what a shopper may pay by", function()
  local all = read { { provider = "cardy", mode = "live", key = "k" }, { provider = "other", mode = "live" },
    { provider = "walley", mode = "live" } }

  it("is the bank transfer alone where a mall has no contract", function()
    assert.same({ "bank.bank_transfer" }, keys(methods.offered({}, nil, adapters)))
  end)

  it("is everything the contracts allow, each kind once, each wallet by its own name", function()
    local list = methods.offered(all.demo.contracts, nil, adapters)
    assert.same({ "cardy.card", "walley.wallet", "cardy.account_transfer", "cardy.virtual_account", "other.phone",
      "bank.bank_transfer" }, keys(list))
    assert.equal("월리페이", list[2].label)
    assert.is_true(list[4].later)
  end)

  it("is the mall's own list, in its order and with its words, where it has one", function()
    local list = methods.offered(all.demo.contracts,
      { { method = "card", provider = "other", label = "카드", note = "무이자 3개월" }, "bank_transfer", "naught" }, adapters)
    assert.same({ "other.card", "bank.bank_transfer" }, keys(list))
    assert.equal("무이자 3개월", list[1].note)
  end)

  it("may be narrowed by the contract itself", function()
    local malls = read { { provider = "cardy", mode = "live", key = "k", methods = { "card" } } }
    assert.same({ "cardy.card", "bank.bank_transfer" }, keys(methods.offered(malls.demo.contracts, nil, adapters)))
  end)

  it("offers instalments from fifty thousand won on", function()
    assert.same({ 0 }, methods.instalments(49999))
    assert.equal(12, #methods.instalments(50000))
  end)
end)

describe("the file", function()
  local folder
  before_each(function() folder = assert(fs.temp "contracts") end)
  after_each(function()
    process.setenv("PAYMENT_FILE", nil)
    require("payment").load()
    fs.remove(folder, true)
  end)

  local function load(text, mode)
    assert(fs.write(folder .. "/payment.json", text, mode or 256))
    process.setenv("PAYMENT_FILE", folder .. "/payment.json")
    return require("payment").load()
  end

  it("is read by its owner alone", function()
    local ok, why = load("{}", 292)
    assert.is_nil(ok)
    assert.truthy(why:find("chmod 0400", 1, true))
    assert.is_true(load("{}", 256))
  end)

  it("that is no JSON, or holds what is not known, is in force in no part, and no key of it is repeated", function()
    local ok, why = load '{"demo": {"contracts": [ {"secret": "hush-hush" '
    assert.is_nil(ok)
    assert.falsy(why:find "hush")
    ok, why = load(json.encode { demo = { contracts = { { provider = "nobody", mode = "live", key = "hush-hush" } } } })
    assert.is_nil(ok)
    assert.falsy(why:find "hush")
    assert.equal(why, require("payment").problem())
  end)

  it("that is missing is a problem, none at all is none", function()
    process.setenv("PAYMENT_FILE", folder .. "/gone.json")
    assert.is_nil((require("payment").load()))
    process.setenv("PAYMENT_FILE", nil)
    assert.is_true(require("payment").load())
    assert.is_nil(require("payment").problem())
  end)

  it("leaves each mall its transfer", function()
    local offered = require("payment").offered({ code = "demo" }, "pc")
    assert.same({ "bank.bank_transfer" }, keys(offered))
    local contract, refused = require("payment").adapter({ code = "demo" }, { provider = "cardy" })
    assert.is_nil(contract)
    assert.equal("payment.no_contract", refused.code)
  end)
end)
