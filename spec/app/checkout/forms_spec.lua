local forms = require "checkout.forms"
local rules = require "checkout.rules"

local function typed(changes)
  local base = { orderer_name = "김철수", orderer_phone = "010-1234-5678", same_as_orderer = "1", postcode = "06236",
    address1 = "서울 강남구 테헤란로 1", agree_age = "1", agree_order = "1", agree_privacy = "1" }
  for name, value in pairs(changes or {}) do base[name] = value or nil end
  return base
end

local function errors(changes) return (select(2, forms.checkout:read(typed(changes)))) or {} end

describe("the checkout form", function()
  it("takes the orderer as recipient and depositor unless told otherwise", function()
    local values = forms.checkout:read(typed())
    assert.equal("김철수", values.recipient_name)
    assert.equal("01012345678", values.recipient_phone)
    assert.equal("김철수", values.depositor)
    assert.equal("none", values.cash_receipt)
  end)

  it("asks for the recipient when it is somebody else", function()
    local found = errors { same_as_orderer = false }
    assert.is_string(found.recipient_name)
    assert.is_string(found.recipient_phone)
  end)

  it("reads telephone and postcode in full width", function()
    local values = forms.checkout:read(typed { orderer_phone = "０１０－１２３４ ５６７８", postcode = "０６２３６" })
    assert.equal("01012345678", values.orderer_phone)
    assert.equal("06236", values.postcode)
  end)

  it("needs the required consents, and only those", function()
    assert.equal("만 14세 미만은 주문하실 수 없어요. 만 14세 이상이면 체크해 주세요.", errors({ agree_age = false }).agree_age)
    assert.is_string(errors({ agree_order = false }).agree_order)
    assert.is_string(errors({ agree_privacy = false }).agree_privacy)
    local values = forms.checkout:read(typed())
    assert.is_false(values.agree_marketing_email)
    assert.is_false(values.agree_marketing_sms)
  end)

  it("asks for the words of a memo of one's own", function()
    assert.is_string(errors({ memo = "other" }).memo_other)
    assert.equal("벨 누르지 마세요", rules.memo(forms.checkout:read(typed { memo = "other", memo_other = "벨 누르지 마세요" })))
  end)

  it("asks for the number that a cash receipt needs", function()
    assert.is_string(errors({ cash_receipt = "income" }).cash_receipt_no)
    assert.is_string(errors({ cash_receipt = "income", cash_receipt_no = "1234567890" }).cash_receipt_no)
    assert.is_string(errors({ cash_receipt = "business", cash_receipt_no = "01012345678" }).cash_receipt_no)
    assert.same({}, errors { cash_receipt = "income", cash_receipt_no = "010-1234-5678" })
    assert.same({}, errors { cash_receipt = "business", cash_receipt_no = "123-45-67890" })
  end)

  it("lets in nothing that it did not ask for", function()
    assert.is_nil(forms.checkout:read(typed { payable_amount = "1" }).payable_amount)
  end)
end)

describe("consents", function()
  it("are recorded one by one with their wording, refusals too", function()
    local recorded = rules.recorded_consents { agree_age = true, agree_order = true, agree_privacy = true, agree_marketing_email = false }
    local agreed = {}
    for _, consent in ipairs(recorded) do
      agreed[consent.kind] = consent.agreed
      assert.is_true(#consent.wording > 0)
    end
    assert.equal("만 14세 이상이에요\n만 14세 미만의 주문은 받지 않아요.", recorded[1].wording)
    assert.same({ age = true, order = true, privacy = true, marketing_email = false, marketing_sms = false }, agreed)
  end)
end)

describe("a form that is agreed to", function()
  local all = { agree_age = true, agree_order = true, agree_privacy = true }

  it("has every required consent, and needs no other", function()
    assert.is_true(rules.is_agreed(all))
    for name in pairs(all) do
      local form = { agree_age = true, agree_order = true, agree_privacy = true, agree_marketing_sms = true }
      form[name] = nil
      assert.is_false(rules.is_agreed(form), name)
    end
  end)
end)

describe("a cash receipt", function()
  it("is asked for only where what is paid is cash", function()
    for pay, cash in pairs { ["bank.bank_transfer"] = true, ["inicis.virtual_account"] = true, ["toss_payments.account_transfer"] = true,
      ["inicis.card"] = false, ["kakaopay.wallet"] = false, ["inicis.phone"] = false, [""] = false } do
      assert.equal(cash, rules.is_cash(pay), pay)
    end
  end)

  it("is not kept, nor asked after, with a card", function()
    local sent = { orderer_name = "김철수", orderer_phone = "010-1234-5678", same_as_orderer = "1", postcode = "06236",
      address1 = "서울 강남구 테헤란로 1", agree_age = "1", agree_order = "1", agree_privacy = "1", cash_receipt = "income",
      cash_receipt_no = "", pay = "inicis.card" }
    local values = assert(forms.checkout:read(sent))
    assert.same({ "none", "" }, { values.cash_receipt, values.cash_receipt_no })
    sent.pay = "bank.bank_transfer"
    assert.truthy(select(2, forms.checkout:read(sent)).cash_receipt_no)
  end)
end)
