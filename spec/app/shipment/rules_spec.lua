-- What can be sent, received and confirmed, and what a tracking number looks like.

local carrier = require "shipment.rules.carrier"
local rules = require "shipment.rules"

local function stand(portions, more)
  more = more or {}
  local lines = {}
  for position in ipairs(portions) do lines[position] = { position = position, held = more.held == position } end
  return { lines = lines, portions = portions, claimed = function(position) return (more.claimed or {})[position] or {} end }
end

describe("a tracking number", function()
  local cj = { name = "CJ대한통운", number_least = 10, number_most = 12, number_letters = false }
  local dhl = { name = "DHL", number_least = 9, number_most = 16, number_letters = true }
  local direct = { name = "직접 배송", number_least = 0, number_most = 40, number_letters = true }

  it("is kept without what people read it by", function()
    assert.equal("123456789012", carrier.read_number(cj, " 1234-5678-9012 "))
    assert.equal("123456789012", carrier.read_number(cj, "１２３４５６７８９０１２"))
    assert.equal("AB12345678", carrier.read_number(dhl, "ab 1234 5678"))
    assert.equal("", carrier.read_number(direct, " "))
  end)

  it("is bounded loosely, and what a spreadsheet has shortened is seen", function()
    assert.same({ nil, "CJ대한통운 송장번호는 10~12자리예요." }, { carrier.read_number(cj, "123456789") })
    assert.same({ nil, "송장번호에는 숫자만 쓸 수 있어요." }, { carrier.read_number(cj, "12345678901A") })
    assert.same({ nil, "송장번호에는 영문과 숫자만 쓸 수 있어요." }, { carrier.read_number(dhl, "1234567<90") })
    assert.same({ nil, "송장번호를 입력해 주세요." }, { carrier.read_number(cj, "") })
    assert.matches("텍스트", select(2, carrier.read_number(cj, "1.23457E+11")))
  end)

  it("leads to where the parcel can be looked at", function()
    assert.equal("https://x.example/?no=12&lang=ko", carrier.track("https://x.example/?no={no}&lang=ko", "12"))
    assert.is_nil(carrier.track("", "12"))
    assert.is_nil(carrier.track("https://x.example/{no}", ""))
  end)

  it("is read in fours", function()
    assert.equal("1234-5678-9012", carrier.show_number "123456789012")
    assert.equal("1234-5678-9012-3", carrier.show_number "1234567890123")
    assert.equal("AB123", carrier.show_number "AB123")
  end)
end)

describe("a carrier", function()
  local list = { { code = "cj", name = "CJ대한통운", aliases = "대한통운,CJ" }, { code = "epost", name = "우체국택배", aliases = "우체국" } }
  local find = carrier.finder(list)

  it("is known by its code, its name and its other names, however they are typed", function()
    for _, written in ipairs { "cj", "CJ 대한통운", "cj대한통운", "대한통운", "ＣＪ", "CJ" } do
      assert.equal("cj", (find(written) or {}).code, written)
    end
    assert.equal("epost", find("우체국 택배").code)
    assert.is_nil(find "없는택배")
    assert.is_nil(find "")
  end)
end)

describe("what can be sent", function()
  it("is what is paid or being prepared, without what is held or under a claim", function()
    local at = stand({ { paid = 2, preparing = 1, shipping = 4 }, { preparing = 3 }, { paid = 1 }, { delivered = 1 } },
      { held = 3, claimed = { [2] = { preparing = 2 } } })
    assert.same({ { position = 1, qty = 3 }, { position = 2, qty = 1 } }, rules.sendable(at))
    assert.same({ { position = 1, qty = 2 } }, rules.preparable(at))
  end)

  it("is taken as it was asked for, or not at all", function()
    local sendable = { { position = 1, qty = 3 } }
    assert.same({ { position = 1, qty = 2 } }, (rules.take({ { position = 1, qty = 2 } }, sendable)))
    assert.same({ position = 1, left = 3 }, select(2, rules.take({ { position = 1, qty = 4 } }, sendable)))
    assert.same({ position = 2, left = 0 }, select(2, rules.take({ { position = 2, qty = 1 } }, sendable)))
    assert.same({ position = 1, left = 1 }, select(2, rules.take({ { position = 1, qty = 2 }, { position = 1, qty = 2 } }, sendable)))
  end)

  it("is read from a form as whole units of its own lines", function()
    local lines = { { position = 1, qty = 3 }, { position = 2, qty = 1 } }
    assert.same({ { position = 1, qty = 2 } }, (rules.read_units({ ["qty.1"] = " 2 ", ["qty.2"] = "0", ["qty.9"] = "5" }, lines)))
    assert.same({}, (rules.read_units({}, lines)))
    for _, typed in ipairs { "-1", "4", "1.5", "2147483648", "x", "１" } do
      assert.is_nil((rules.read_units({ ["qty.1"] = typed }, lines)), typed)
    end
  end)
end)

describe("a purchase", function()
  it("can be confirmed by its buyer as soon as it is on its way, but for what is under a claim", function()
    local at = stand({ { shipping = 1, delivered = 2 }, { preparing = 1 } }, { claimed = { { delivered = 1 } } })
    assert.same({ { position = 1, qty = 2 } }, rules.confirmable(at))
  end)

  it("is confirmed by time only as far as its parcels are old enough", function()
    local at = stand { { delivered = 3 } }
    local parcels = { { status = "delivered", delivered_at = 100, units = { { position = 1, qty = 2 } } },
      { status = "delivered", delivered_at = 500, units = { { position = 1, qty = 1 } } },
      { status = "shipping", units = { { position = 1, qty = 9 } } } }
    assert.same({ { position = 1, qty = 2 } }, rules.settleable(at, parcels, 200))
    assert.same({ { position = 1, qty = 3 } }, rules.settleable(at, parcels, 500))
    -- one of them was sent back: it is taken for an old one
    assert.same({ { position = 1, qty = 1 } }, rules.settleable(stand { { delivered = 2, returned = 1 } }, parcels, 200))
    assert.same({}, rules.settleable(stand { { delivered = 1, returned = 2 } }, parcels, 200))
  end)

  it("is worth the same whether it is counted whole or in parts", function()
    for amount = 0, 40 do
      for qty = 1, 7 do
        local sum = 0
        for i = 0, qty - 1 do sum = sum + rules.part(amount, qty, i, 1) end
        assert.equal(amount, sum)
        assert.equal(amount, rules.part(amount, qty, 0, qty))
      end
    end
  end)
end)

describe("the terms of a mall", function()
  it("are what it set as far as that makes sense, and the house's for the rest", function()
    assert.same(rules.TERMS, rules.terms(nil))
    assert.equal(10, rules.terms({ confirm_days = 10 }).confirm_days)
    assert.equal(7, rules.terms({ confirm_days = 0 }).confirm_days)
    assert.equal(7, rules.terms({ confirm_days = 7.5 }).confirm_days)
    assert.equal(0, rules.terms({ confirm_days = 3, remind_days = 3 }).remind_days)
  end)

  it("let a dispatch be taken back while it is young", function()
    assert.is_true(rules.can_recall({ status = "shipping", dispatched_at = 1000 }, 1000 + 72 * 3600))
    assert.is_false(rules.can_recall({ status = "shipping", dispatched_at = 1000 }, 1001 + 72 * 3600))
    assert.is_false(rules.can_recall({ status = "delivered", dispatched_at = 1000 }, 1000))
  end)
end)
