-- What an answer means, what a provider posts, where a notice comes from, and the way back.

local form = require "payment.rules.form"
local network = require "payment.rules.network"
local ticket = require "payment.ticket"
local verdict = require "payment.rules.verdict"

local function ok(state, more)
  local result = { outcome = "ok", state = state }
  for name, value in pairs(more or {}) do result[name] = value end
  return result
end

describe("an answer of a provider", function()
  local unknown, declined = { outcome = "unknown" }, { outcome = "declined" }
  -- status of the attempt, the answer, what is to happen
  for _, case in ipairs {
    { "requested", ok "paid", "approve" }, { "approving", ok "paid", "approve" }, { "approving", ok "waiting", "issue" },
    { "requested", ok "waiting", "issue" }, { "approving", declined, "decline" }, { "approving", unknown, "ask" },
    { "requested", unknown, "ask" }, { "approving", ok "ready", "wait" }, { "requested", ok "ready", "wait" },
    { "approving", ok "cancelled", "void" }, { "requested", ok "cancelled", "decline" }, { "approving", ok "failed", "decline" },
    { "approving", ok "expired", "decline" }, { "approving", ok "partially_cancelled", "approve" },
    { "waiting", ok "paid", "deposit" }, { "waiting", ok "waiting", "none" }, { "waiting", ok "expired", "close" },
    { "waiting", ok "cancelled", "close" }, { "waiting", unknown, "none" }, { "waiting", declined, "none" },
    { "failed", ok "paid", "late" }, { "expired", ok "paid", "late" }, { "expired", ok "waiting", "shut" }, { "failed", ok "waiting", "shut" },
    { "paid", ok "paid", "none" }, { "paid", ok "waiting", "recalled" }, { "paid", unknown, "none" }, { "paid", declined, "none" },
    { "partially_cancelled", ok "waiting", "recalled" }, { "quarantined", ok "paid", "more" },
    { "quarantined", ok "waiting", "shut" }, { "cancelled", ok "paid", "none" }, { "voided", ok "paid", "none" },
  } do
    it(("to an attempt that is %s: %s %s means %s"):format(case[1], case[2].outcome, case[2].state or "", case[3]), function()
      assert.equal(case[3], verdict.action(case[1], case[2]))
    end)
  end

  it("unknown is never taken for failed", function()
    for _, status in ipairs { "ready", "requested", "approving", "waiting", "paid", "failed", "expired", "quarantined" } do
      local action = verdict.action(status, unknown)
      assert.is_true(action == "ask" or action == "none", status)
    end
  end)
end)

describe("an approval", function()
  local attempt = { amount = 23000, currency = "KRW", reference = "261129-7K2M9QX-1", transaction_id = "T1" }
  local function answer(changes) return ok("paid", changes) end
  local whole = { amount = 23000, captured = 23000, currency = "KRW", reference = "261129-7K2M9QX-1", transaction_id = "T1",
    merchant_id = "M1" }

  it("that says all that we know is ours", function() assert.is_nil(verdict.mismatch(attempt, answer(whole), "M1")) end)

  for _, case in ipairs {
    { "amount", { captured = 22999 }, "amount_mismatch" }, { "a won too many", { captured = 23001 }, "amount_mismatch" },
    { "currency", { currency = "USD" }, "currency_mismatch" }, { "order", { reference = "261129-AAAAAAA-1" }, "reference_mismatch" },
    { "merchant", { merchant_id = "M2" }, "merchant_mismatch" }, { "transaction", { transaction_id = "T2" }, "transaction_mismatch" },
  } do
    it("with another " .. case[1] .. " is not", function()
      local changed = {}
      for name, value in pairs(whole) do changed[name] = value end
      for name, value in pairs(case[2]) do changed[name] = value end
      assert.equal(case[3], verdict.mismatch(attempt, answer(changed), "M1"))
    end)
  end

  it("without an amount is none", function()
    assert.equal("amount_unknown", verdict.mismatch(attempt, answer { reference = attempt.reference }, "M1"))
  end)

  it("of an account that waits is compared by what the account asks for", function()
    assert.is_nil(verdict.mismatch(attempt, ok("waiting", { amount = 23000, captured = 0 }), nil))
    assert.equal("amount_mismatch", verdict.mismatch(attempt, ok("waiting", { amount = 2300, captured = 0 }), nil))
  end)
end)

describe("fields that a provider posts", function()
  it("are bytes as they came", function()
    local fields = form.read "nm_input=%B1%E8%C3%B6%BC%F6&amt=23000&empty=&flag&a=1&a=2&plus=a+b%26"
    assert.same({ nm_input = "\177\232\195\182\188\246", amt = "23000", empty = "", flag = "", a = "1", plus = "a b&" }, fields)
    assert.same({}, form.read "")
  end)
end)

describe("an address", function()
  it("is among addresses and networks or is not", function()
    local list = { "203.238.37.15", "117.52.3.80/29", "::1" }
    for address, expected in pairs { ["203.238.37.15"] = true, ["::ffff:203.238.37.15"] = true, ["117.52.3.80"] = true,
      ["117.52.3.87"] = true, ["117.52.3.88"] = false, ["203.238.37.16"] = false, ["::1"] = true, ["::2"] = false, ["unix"] = false,
      ["1.2.3.999"] = false } do
      assert.equal(expected, network.contains(address, list), address)
    end
  end)
end)

describe("the way back", function()
  local mall = "019a0000-0000-7000-8000-000000000000"
  it("names the attempt, and is ours alone", function()
    local given = ticket.of(mall, "261129-7K2M9QX-12")
    assert.equal("261129-7K2M9QX-12", ticket.read(mall, "261129-7K2M9QX", given))
    assert.is_nil(ticket.read(mall, "261129-7K2M9QY", given))
    assert.is_nil(ticket.read(mall, "261129-7K2M9QX", "13" .. given:sub(3)))
    assert.is_nil(ticket.read("019a0000-0000-7000-8000-000000000001", "261129-7K2M9QX", given))
    assert.is_nil(ticket.read(mall, "261129-7K2M9QX", "12-"))
    assert.is_nil(ticket.read(mall, "261129-7K2M9QX", ""))
  end)
end)
