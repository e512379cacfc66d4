-- KG Inicis: what all adapters keep to, on PCs and telephones, and what only it has.

local clock = require "clock"
local contract = require "spec.app.payment.contract"
local json = require "json"

local function way(fields)
  fields.query, fields.cancel = "/v2/pg/inquiry", "/v2/pg/partialRefund"
  return fields
end

local PC = way { method = "card", device = "pc", approve = "/api/payAuth", net_cancel = "/api/netCancel" }
local MOBILE = way { method = "card", device = "mobile", approve = "/smart/payReq.ini", net_cancel = "/smart/payNetCancel.ini" }
local PC_ACCOUNT = way { method = "virtual_account", device = "pc", approve = "/api/payAuth" }
local MOBILE_ACCOUNT = way { method = "virtual_account", device = "mobile", approve = "/smart/payReq.ini" }

local function more(b)
  local function fields(go)
    local map = {}
    for _, field in ipairs(go.fields or go.form) do map[field[1]] = field[2] end
    return map
  end

  local function last(call)
    local list = b.stand:journal(call)
    return list[#list]
  end

  describe("as Inicis", function()
    for _, one in ipairs { { "account_transfer", "mobile" }, { "account_transfer", "pc" }, { "phone", "pc" }, { "phone", "mobile" } } do
      it(("takes money by %s on %s"):format(one[1], one[2]), function()
        local row, result = b:paid { method = one[1], device = one[2] }
        assert.same({ "paid", row.amount }, { result.state, result.captured })
        assert.is_nil(result.card)
        local back = b:cancel(row, row.amount)
        assert.same({ "ok", "cancelled" }, { back.outcome, back.state })
      end)
    end

    it("opens no window whose hashes are of another amount or order", function()
      for _, device in ipairs { "pc", "mobile" } do
        for _, change in ipairs { { price = "1000", P_AMT = "1000" }, { oid = "261129-0000000-1", P_OID = "261129-0000000-1" },
          { timestamp = "1516249231375", P_TIMESTAMP = "1516249231375" } } do
          local row = contract.attempt { provider = "inicis", method = "card", channel = device }
          local started = b.adapter.start(b.contract, contract.request(row))
          for _, field in ipairs(started.go.fields or started.go.form) do field[2] = change[field[1]] or field[2] end
          assert.equal(400, b.stand:press("inicis", started.go, "pay").status)
        end
      end
      b.contract.sign_key, b.contract.hash_key = "b3RoZXI=", ("A"):rep(32)
      for _, device in ipairs { "pc", "mobile" } do
        local row = contract.attempt { provider = "inicis", method = "card", channel = device }
        assert.equal(400, b.stand:press("inicis", b.adapter.start(b.contract, contract.request(row)).go, "pay").status)
      end
    end)

    it("works for telephones without their hash key, too", function()
      b.contract.hash_key = nil
      local row, _, token = b:paid(MOBILE)
      assert.equal("ok", b.adapter.net_cancel(b.contract, row, token, clock.now()).outcome)
      assert.same({ row.amount, row.amount }, { b:held(row) })
    end)

    it("sends long Hangul, odd letters and names to the window, and they arrive", function()
      for _, device in ipairs { "pc", "mobile" } do
        local row = contract.attempt { provider = "inicis", method = "card", channel = device }
        local request = contract.request(row, { goods_name = ("제주 노지 감귤 🍊 & \"선물\" 세트 "):rep(6), buyer = { name = ("남궁"):rep(20), phone = "010-1234-5678",
          email = ("long"):rep(20) .. "@example.kr" } })
        local went = b.stand:press("inicis", b.adapter.start(b.contract, request).go, "pay")
        assert.is_nil(went.stuck, went.page)
        local back = b.adapter.read_return(b.contract, row, { form = went.form, query = {}, method = "POST" }, clock.now())
        assert.equal("authenticated", back.outcome)
      end
    end)

    it("reads the answers of a window that speaks EUC-KR", function()
      local row = contract.attempt { provider = "inicis", method = "virtual_account", channel = "mobile" }
      local started = b.adapter.start(b.contract, contract.request(row))
      for _, field in ipairs(started.go.fields) do
        if field[1] == "P_CHARSET" then field[2] = "euc-kr" end
      end
      started.go.charset = "EUC-KR"
      local went = b.stand:press("inicis", started.go, "pay")
      local back = b.adapter.read_return(b.contract, row, { form = went.form, query = {}, method = "POST" }, clock.now())
      local result = b:approve(row, back.token)
      assert.same({ "waiting", "국민은행", "(주)케이지이니시스" }, { result.state, result.account.bank, result.account.holder })
    end)

    it("offers months to pay in, and says in how many it was paid", function()
      local row = contract.attempt { provider = "inicis", method = "card", channel = "pc", amount = 90000 }
      local started = b.adapter.start(b.contract, contract.request(row, { installments = { 2, 3, 6 } }))
      local went = b.stand:press("inicis", started.go, "pay", { quota = "03", card = "14" })
      local back = b.adapter.read_return(b.contract, row, { form = went.form, query = {}, method = "POST" }, clock.now())
      local result = b:approve(row, back.token)
      assert.same({ "신한카드", 3 }, { result.card.issuer, result.card.installments })
    end)

    it("knows an answer whose signature is of another payment", function()
      for _, signature in ipairs { "wrong", "missing" } do
        local row, token = b:authenticated(PC)
        b:mood("/api/payAuth", { signature = signature })
        local result = b:approve(row, token)
        assert.same({ "unknown", "signature_mismatch" }, { result.outcome, result.code })
        assert.equal("ok", b.adapter.net_cancel(b.contract, row, token, clock.now()).outcome)
        assert.same({ row.amount, row.amount }, { b:held(row) })
      end
    end)

    it("goes to no data centre of the other side", function()
      for centre, at in pairs { fc = PC, ks = MOBILE } do
        b:mood("/window/pay", { idc = centre })
        local _, back = b:press(at, "pay")
        assert.same({ "forged", "idc_name" }, { back.outcome, back.code })
      end
    end)

    it("takes no order of another's window, and no other amount", function()
      b:mood("/window/pay", { reference = "261129-0000000-1" })
      local _, back = b:press(PC, "pay")
      assert.same({ "forged", "orderNumber" }, { back.outcome, back.code })
      b:mood("/window/pay", { amount = -1000 })
      _, back = b:press(MOBILE, "pay")
      assert.same({ "forged", "P_AMT" }, { back.outcome, back.code })
    end)

    it("asks after what it has no number of by its own", function()
      local row, token = b:authenticated(PC)
      b:mood("/api/payAuth", { cut = "after" })
      b:approve(row, token)
      b:mood(nil, {})
      local truth = b:query(row)
      assert.same({ "ok", "paid", row.reference }, { truth.outcome, truth.state, truth.reference })
      assert.same({ oid = row.reference }, last("POST /v2/pg/inquiry").fields.data)
    end)

    it("says of what Inicis does not know that there is nothing, and nothing of what it will not say", function()
      local row = contract.attempt { provider = "inicis", method = "card" }
      local truth = b:query(row)
      assert.same({ "ok", "ready", 0 }, { truth.outcome, truth.state, truth.captured })
      for _, path in ipairs { "/v2/pg/inquiry", "/api/v1/extra" } do
        b:mood(path, { cut = "before" })
        assert.equal("unknown", b:query(row).outcome)
      end
      local paid = b:paid(PC)
      b:mood("/v2/pg/inquiry", { decline = { code = "ERR101", message = "등록되지 않은 IP" } })
      truth = b:query(paid)
      assert.same({ "unknown", "ERR101", nil }, { truth.outcome, truth.code, truth.state })
      b.contract.api_key = "AAAAAAAAAAAAAAAA"
      assert.equal("unknown", b:query(paid).outcome)
    end)

    it("gives back what it took without our knowing", function()
      local row, token = b:authenticated(PC)
      b:mood("/api/payAuth", { cut = "after" })
      b:approve(row, token)
      b:mood(nil, {})
      row.transaction_id = b:query(row).transaction_id
      assert.equal(0, row.captured_amount)
      local result = b.adapter.cancel(b.contract, row, { amount = row.amount, tax_free = 0, vat = 0, remaining = 0, reason = "주문과 다른 결제",
        key = row.reference .. "-V" }, clock.now())
      assert.same({ "ok", "cancelled" }, { result.outcome, result.state }, result.message)
      assert.same({ row.amount, row.amount }, { b:held(row) })
    end)

    it("shows another merchant, order or amount in an inquiry for what it is", function()
      local row = b:paid(PC)
      b:mood("/v2/pg/inquiry", { merchant = "otherShop0", reference = "261129-0000000-1", amount = 1 })
      local truth = b:query(row)
      assert.same({ "otherShop0", "261129-0000000-1", row.amount + 1 }, { truth.merchant_id, truth.reference, truth.amount })
    end)

    it("does not believe that another amount went back", function()
      local row = b:paid(PC)
      b:mood("/v2/pg/partialRefund", { amount = 500 })
      local result = b:cancel(row, 3000)
      assert.same({ "unknown", "amount_mismatch" }, { result.outcome, result.code })
    end)

    it("takes what has gone back before for done, when all of it was to go", function()
      local row = b:paid(PC)
      b:mood("/v2/pg/refund", { cut = "after", times = 1 })
      assert.equal("unknown", b:cancel(row, row.amount).outcome)
      local again = b:cancel(row, row.amount)
      assert.same({ "ok", "cancelled", "500626" }, { again.outcome, again.state, again.code })
      assert.same({ row.amount, row.amount }, { b:held(row) })
    end)

    it("splits taxes of a part only under a contract that says so", function()
      local row = b:paid(PC)
      b:cancel(row, 1100)
      assert.is_nil(last("POST /v2/pg/partialRefund").fields.data.tax)
      b.contract.tax = "merchant"
      b:cancel(row, 1100)
      local data = last("POST /v2/pg/partialRefund").fields.data
      assert.same({ "1100", "30800", "100", "0" }, { data.price, data.confirmPrice, data.tax, data.taxfree })
    end)

    it("keeps a reason's quotes and line ends out of what is hashed", function()
      local row = b:paid(PC)
      local result = b.adapter.cancel(b.contract, row, { amount = row.amount, tax_free = 0, vat = 0, remaining = 0, key = "k",
        reason = "\"안\\ 좋아요\"\n</script> & 다시는 …" }, clock.now())
      assert.equal("ok", result.outcome, result.message)
    end)

    it("is refused by hashes of another key", function()
      local row = b:paid(PC)
      b.contract.api_key = "AAAAAAAAAAAAAAAA"
      assert.same({ "declined", "unknown", "ERR013" }, { b:cancel(row, row.amount).outcome, b:query(row).outcome, b:query(row).code })
      b.contract.sign_key = "b3RoZXI="
      local _, token = b:authenticated(MOBILE)
      assert.is_truthy(token)
    end)

    it("sends an account number that can be read by nobody on the way", function()
      local row = b:paid(PC_ACCOUNT)
      b:told { ["do"] = "deposit", reference = row.reference }
      contract.keep(row, b:query(row))
      -- the shop knows banks by three digits
      assert.equal("ok", b:cancel(row, row.amount, { bank_code = "088", bank = "신한은행", number = "110-123-456789", holder = "홍길동" }).outcome)
      local sent = last("POST /v2/pg/refund/vacct").fields
      assert.is_nil(json.encode(sent):find("110123456789", 1, true))
      assert.same({ "88", "홍길동" }, { sent.data.refundBankCode, sent.data.refundAcctName })
    end)

    it("hears of deposits of both products, and of another amount or account as they were said", function()
      for _, at in ipairs { PC_ACCOUNT, MOBILE_ACCOUNT } do
        local row = b:paid(at)
        local told = b:told { ["do"] = "forge", reference = row.reference, amount = "100", account = "999" }
        assert.same({ "deposit", 100, "999", row.transaction_id }, { told[1].kind, told[1].amount, told[1].account_number, told[1].transaction_id })
        told = b:told { ["do"] = "deposit", reference = row.reference, depositor = "(주)똠방각하" }
        assert.same({ row.amount, "(주)똠방각하", row.reference }, { told[1].amount, told[1].depositor, told[1].reference })
      end
    end)

    it("hears of a deposit that the bank takes back, in whatever order", function()
      local row = b:paid(PC_ACCOUNT)
      local told = b:told { ["do"] = "recall", reference = row.reference, reorder = true }
      assert.same({ "deposit_cancelled", "deposit" }, { told[1].kind, told[2].kind })
      local truth = b:query(row)
      assert.same({ "waiting", 0, 0 }, { truth.state, truth.captured, truth.cancelled })
    end)

    it("sees how much came, when it is not what was to come", function()
      local row = b:paid(PC_ACCOUNT)
      b:told { ["do"] = "deposit", reference = row.reference, amount = "30000" }
      assert.same({ row.amount, 30000 }, { b:query(row).amount, b:query(row).captured })
    end)

    it("hears of no payment of another merchant", function()
      local row = b:paid(PC_ACCOUNT)
      b.contract.mid = "MorakFood1"
      b.stand:forget()
      b.stand:command { provider = "inicis", ["do"] = "deposit", reference = row.reference, url = b.stand:sink(200, "OK") }
      local said, fault = b.adapter.read_notice(b.contract, b.stand:notices("inicis")[1], clock.now())
      assert.is_nil(said)
      assert.equal("payment.malformed_notice", fault.code)
    end)

    it("answers notices with these two letters", function()
      assert.same({ 200, "OK", "text/plain" }, { b.adapter.notice_answer(true) })
      assert.same({ 200, "FAIL", "text/plain" }, { b.adapter.notice_answer(false) })
    end)

    it("issues a cash receipt and takes it back", function()
      local receipt = { reference = "261129-7K2M9QX-2", goods_name = "감귤 & \"한라봉\"", kind = "income", number = "010-1234-5678", amount = 33000, vat = 3000,
        buyer = { name = "홍길동", phone = "01012345678", email = "hong@example.kr" }, key = "k" }
      local result = b.adapter.issue_receipt(b.contract, receipt, clock.now())
      assert.same({ "ok", 33000, "income" }, { result.outcome, result.amount, result.cash_receipt.kind }, result.message)
      assert.is_truthy(result.cash_receipt.issue_number)
      local sent = last("POST /v2/pg/receipt").fields
      assert.same({ "30000", "3000", "0", "0" }, { sent.data.supplyPrice, sent.data.tax, sent.data.servicePrice, sent.data.issueType })
      assert.is_nil(json.encode(sent):find("01012345678\",\"issueNumber", 1, true))
      local back = b.adapter.cancel_receipt(b.contract, { receipt_key = result.cash_receipt.key, key = "k" }, clock.now())
      assert.equal("ok", back.outcome)
      b:mood("/v2/pg/receipt", { cut = "after" })
      assert.equal("unknown", b.adapter.issue_receipt(b.contract, receipt, clock.now()).outcome)
      b:mood("/v2/pg/receipt", { decline = { code = "01", message = "발급 거절" } })
      assert.equal("declined", b.adapter.issue_receipt(b.contract, receipt, clock.now()).outcome)
    end)

    it("reports the delivery of an escrow, which ordinary payments are not", function()
      local request = { carrier = "cj", carrier_name = "CJ대한통운", number = "123456789012", sent_at = clock.now(),
        sender = { name = "모락상회", phone = "0212345678", postcode = "04524", address = "서울 중구 세종대로 110" },
        receiver = { name = "홍길동", phone = "01012345678", postcode = "63309", address = "제주 제주시 첨단로 242" } }
      local ordinary = b:paid(PC)
      assert.equal("declined", b.adapter.report_delivery(b.contract, ordinary, request, clock.now()).outcome)
      b.contract.mid, b.contract.api_key, b.contract.api_iv, b.contract.escrow = "iniescrow0", "yERbIlJ3NhTeObsA", "tOGDXbfoajk2DQ==", true
      b.contract.hash_key = "37F3A120C1DFCDEB708B00F5383D2263"
      local row = b:paid(PC)
      local result = b.adapter.report_delivery(b.contract, row, request, clock.now())
      assert.equal("ok", result.outcome, result.message)
      assert.equal("cjgls", last("POST /api/v1/escrow").fields.exCode)
      b:mood("/api/v1/escrow", { http = 503 })
      assert.equal("unknown", b.adapter.report_delivery(b.contract, row, request, clock.now()).outcome)
    end)

    it("asks for the centre and the escrow in every window", function()
      b.contract.escrow = true
      local row = contract.attempt { provider = "inicis", method = "card", channel = "pc" }
      assert.equal("HPP(2):below1000:centerCd(Y):useescrow", fields(b.adapter.start(b.contract, contract.request(row)).go).acceptmethod)
      row.channel = "mobile"
      assert.is_truthy(fields(b.adapter.start(b.contract, contract.request(row)).go).P_RESERVED:find("useescrow=Y", 1, true))
    end)

    it("refuses contracts that cannot be meant", function()
      for _, change in ipairs { { mid = "short" }, { client_ip = "localhost" }, { api_iv = "short" }, { tax = "both" }, { hash_key = 5 } } do
        local spoilt = b.stand:contract("inicis", change)
        local ok, sentence = b.adapter.check(spoilt)
        assert.is_nil(ok)
        assert.is_truthy(sentence:find(next(change), 1, true))
      end
      local ok, sentence = b.adapter.check(b.stand:contract("inicis", { mode = "live" }))
      assert.is_nil(ok)
      assert.is_truthy(sentence:find "tests")
    end)
  end)
end

contract.of { provider = "inicis", secrets = { "sign_key", "hash_key", "api_key", "api_iv" }, optional = { "hash_key" }, more = more,
  ways = { PC, MOBILE, PC_ACCOUNT, MOBILE_ACCOUNT } }
