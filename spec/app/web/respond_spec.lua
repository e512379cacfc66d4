local fs = require "fs"
local respond = require "web.respond"

local function read_tree(folder, files)
  for _, name in ipairs(assert(fs.list(folder))) do
    local path = folder .. "/" .. name
    if fs.stat(path).type == "directory" then
      read_tree(path, files)
    elseif name:find("%.lua$") then
      files[path] = assert(fs.read(path))
    end
  end
  return files
end

describe("every fault that the shop's code can return", function()
  it("has a status and a sentence of its own", function()
    local found = 0
    for path, source in pairs(read_tree(require("runtime").root() .. "/app", {})) do
      for code in source:gmatch("fault%(%s*\"([%w_.]+)\"") do
        found = found + 1
        assert.is_true(respond.knows(code), code .. " (" .. path .. ") has no answer in web/respond.lua")
      end
    end
    assert.is_true(found > 5)
  end)

  it("is an internal error when it is unknown: nobody has said what a shopper should hear", function()
    assert.is_false(respond.knows("space.invaders"))
    assert.equal(500, respond.status { code = "space.invaders" })
  end)
end)

describe("a fault's sentence", function()
  it("names what it is about, with the particle that suits it", function()
    assert.equal("햇사과는 지금 살 수 없어요.", respond.sentence { code = "stock.sold_out", product = "햇사과" })
    assert.equal("귤은 지금 살 수 없어요.", respond.sentence { code = "stock.sold_out", product = "귤" })
    assert.equal("장바구니에는 50종까지 담을 수 있어요.", respond.sentence { code = "cart.full", most = 50 })
  end)

  it("says when to come back, as the fault knows it", function()
    assert.equal("조회를 여러 번 하셨어요. 7분 뒤에 다시 조회해 주세요.",
      respond.sentence { code = "order.too_many_lookups", wait_minutes = 7, retry_after = 420 })
    local request = require "spec.app.web.fake_request"
    for given, expected in pairs { [420] = "420", [false] = "900" } do
      local _, headers = respond.fault({ req = request {} }, { code = "order.too_many_lookups", wait_minutes = 7,
        retry_after = given or nil })
      assert.same({ "Retry-After", expected }, { headers[#headers - 1], headers[#headers] })
    end
  end)

  it("leaves no hole where something is not known", function()
    assert.is_nil(respond.sentence({ code = "stock.sold_out" }):find("[{}|]"))
  end)
end)
