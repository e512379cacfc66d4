-- The pure half of the adapter for KG Inicis: what hashes are made over, where Inicis is, what a window is opened with, and how
-- everything that comes back is read.

local answers = require "payment.rules.inicis.answers"
local clock = require "shared.clock"
local codes = require "payment.rules.inicis.codes"
local crypto = require "crypto"
local fs = require "fs"
local hosts = require "payment.rules.inicis.hosts"
local json = require "json"
local notices = require "payment.rules.inicis.notices"
local process = require "process"
local reading = require "payment.rules.inicis.reading"
local returns = require "payment.rules.inicis.returns"
local runtime = require "runtime"
local text = require "text"
local texts = require "payment.rules.inicis.texts"
local vectors = require "spec.app.payment.inicis_vectors"
local window = require "payment.rules.inicis.window"

local function sha256(s) return crypto.hex(crypto.sha256(s)) end
local function sha512(s) return crypto.hex(crypto.sha512(s)) end

local LIVE = { provider = "inicis", mode = "live", mid = "MorakFood1" }
local TEST = { provider = "inicis", mode = "test", mid = "INIpayTest" }

describe("the hashes of Inicis", function()
  it("are the published ones", function()
    local v = vectors
    assert.equal(v.window.key, sha256(v.sign_key))
    assert.equal(v.window.signature, sha256(texts.window(v.oid, v.price, v.timestamp)))
    assert.equal(v.window.verification, sha256(texts.window_with_key(v.oid, v.price, v.timestamp, v.sign_key)))
    assert.equal(v.approval.signature, sha256(texts.approval(v.auth_token, v.timestamp)))
    assert.equal(v.approval.verification, sha256(texts.approval_with_key(v.auth_token, v.timestamp, v.sign_key)))
    for digit, hash in pairs(v.answers) do
      assert.equal(hash, sha256(texts.answer { MOID = v.oid, mid = v.mid, TotPrice = "1000", tstamp = "151624923137" .. digit }), digit)
    end
    local fake = v.check_fake
    assert.equal(fake.value, crypto.base64(crypto.sha512(texts.check_fake(fake.amount, fake.oid, fake.timestamp, fake.key))))
    for _, one in ipairs(v.v1) do assert.equal(one.hash, sha512(texts.v1(v.api_key, one.parts))) end
    for _, one in ipairs(v.v2) do
      assert.equal(one.text, texts.data(one.data))
      assert.equal(one.hash, sha512(texts.v2(one.key, one.mid, one.type, one.timestamp, one.text)))
    end
  end)

  it("are the published ones in the stand-in, which makes them by itself", function()
    local code, out, problem = process.run { timeout_ms = 20000, input = json.encode(vectors), argv = { "node", "--input-type=module", "-e", [[
      import { readFileSync } from 'node:fs'
      const { recipes, MERCHANTS } = await import(process.argv[1])
      const v = JSON.parse(readFileSync(0, 'utf8'))
      const asked = { oid: v.oid, price: String(v.price), timestamp: v.timestamp, authToken: v.auth_token }
      console.log(JSON.stringify({
        window: { key: recipes.mKey(v.sign_key), signature: recipes.signature(asked), verification: recipes.verification(asked, v.sign_key) },
        approval: { signature: recipes.approvalSignature(asked), verification: recipes.approvalVerification(asked, v.sign_key) },
        answers: Object.fromEntries(Object.keys(v.answers).map((digit) => [digit, recipes.authSignature({ MOID: v.oid, mid: v.mid,
          TotPrice: String(v.price), tstamp: '151624923137' + digit })])),
        check: recipes.checkFake({ P_AMT: String(v.check_fake.amount), P_OID: v.check_fake.oid, P_TIMESTAMP: v.check_fake.timestamp }, v.check_fake.key),
        plain: recipes.decrypt(v.sealed.value, { apiKey: v.api_key, iv: v.api_iv }),
        v1: v.v1.map((one) => recipes.v1(v.api_key, one.parts)), v2: v.v2.map((one) => recipes.v2(one.key, one, one.text)),
        merchant: MERCHANTS[v.mid].signKey === v.sign_key,
      }))]], require("runtime").root() .. "/spec/support/providers/inicis.mjs" } }
    assert.equal(0, code, problem)
    local made, v1, v2 = json.decode(out), {}, {}
    for i, one in ipairs(vectors.v1) do v1[i] = one.hash end
    for i, one in ipairs(vectors.v2) do v2[i] = one.hash end
    assert.same({ window = vectors.window, approval = vectors.approval, answers = vectors.answers, check = vectors.check_fake.value,
      plain = vectors.sealed.plain, v1 = v1, v2 = v2, merchant = true }, made)
  end)

  it("hide no account number in another way than published", function()
    assert.equal(vectors.sealed.value, crypto.base64(crypto.encrypt_cbc(vectors.api_key, vectors.api_iv, vectors.sealed.plain)))
  end)

  it("of an answer need all of its parts", function()
    assert.is_nil(texts.answer { MOID = "a", mid = "b", TotPrice = "1" })
    assert.is_nil(texts.answer { MOID = "a", TotPrice = "1", tstamp = "11" })
    assert.is_nil(texts.answer { MOID = "a", mid = "b", TotPrice = "1", tstamp = "1x" })
  end)

  it("are made over data without a letter that would be written otherwise", function()
    assert.equal('{"msg":"그 집에서  샀  어요 / 반품","price":"1"}',
      texts.data { { "msg", '그 집에서 "샀\\\n어요 / 반품' }, { "left", nil }, { "price", "1" } })
  end)
end)

describe("the addresses of Inicis", function()
  it("are of the contract's side alone", function()
    assert.equal("https://fcstdpay.inicis.com/api/payAuth", hosts.of(LIVE, "pc", "fc", "approve"))
    assert.equal("https://ksmobile.inicis.com/smart/payNetCancel.ini", hosts.of(LIVE, "mobile", "ks", "net_cancel"))
    assert.equal("https://stgstdpay.inicis.com/api/netCancel", hosts.of(TEST, "pc", "stg", "net_cancel"))
    assert.equal("https://stgmobile.inicis.com/smart/payReq.ini", hosts.of(TEST, "mobile", "stg", "approve"))
    for _, centre in ipairs { "stg", "", "FC", "fc.evil.kr/", "__index" } do assert.is_nil(hosts.of(LIVE, "pc", centre, "approve"), centre) end
    for _, centre in ipairs { "fc", "ks" } do assert.is_nil(hosts.of(TEST, "pc", centre, "approve"), centre) end
    assert.is_nil(hosts.of(TEST, "pc", nil, "approve"))
    assert.equal("https://stdpay.inicis.com/stdjs/INIStdPay.js", hosts.script(LIVE))
    assert.equal("https://stginiapi.inicis.com/v2/pg/refund", hosts.api(TEST, "/v2/pg/refund"))
    assert.equal("https://mobile.inicis.com/smart/payment/", hosts.mobile_window(TEST))
  end)

  it("are nobody else's under a live contract, whatever it says", function()
    local contract = { mode = "live", mid = "MorakFood1", urls = { base = "http://127.0.0.1:1" } }
    assert.equal("https://iniapi.inicis.com/x", hosts.api(contract, "/x"))
    assert.equal("https://stdpay.inicis.com/stdjs/INIStdPay.js", hosts.script(contract))
  end)
end)

describe("what a window is opened with", function()
  local function request(changes)
    local one = { reference = "261129-7K2M9QX-1", amount = 33000, vat = 2000, tax_free = 11000, goods_name = "감귤", method = "card", device = "pc",
      buyer = { name = "홍길동", phone = "01012345678", email = "hong@example.kr" }, return_url = "https://shop.kr/r", cancel_url = "https://shop.kr/c",
      notice_url = "https://shop.kr/n", due_at = clock.at(2026, 12, 2, 23, 59, 59), now = clock.at(2026, 11, 29, 14, 5, 9) }
    for name, value in pairs(changes or {}) do one[name] = value end
    return one
  end

  local function fields(product, contract, asked)
    local map = {}
    for _, field in ipairs(window[product](contract, asked, { timestamp = "1", signature = "s", verification = "v", key = "k", check = "c" })) do
      assert.is_nil(map[field[1]], field[1])
      assert.is_string(field[2])
      map[field[1]] = field[2]
    end
    return map
  end

  it("is cut between letters, by bytes", function()
    assert.equal(("가"):rep(13), window.clean(("가"):rep(20), 40, "상품"))
    assert.equal("a" .. ("가"):rep(13), window.clean("a" .. ("가"):rep(20), 40, "상품"))
    assert.equal("ab" .. ("가"):rep(12), window.clean("ab" .. ("가"):rep(20), 40, "상품"))
    assert.equal(("가"):rep(13) .. "z", window.clean(("가"):rep(13) .. "zzz", 40, "상품"))
    for cut = 0, 30 do
      local left = window.clean("제주 감귤 5kg 외 2건", cut, "")
      assert.is_true(#left <= cut and text.valid(left), left)
    end
  end)

  it("has no letter that separates fields or that others cannot keep", function()
    assert.equal("감귤 1 1 특가", window.clean("감귤 \"1+1\" <특가>😀\r\n", 40, "상품"):gsub("%+", " ") .. "")
    assert.equal("A B C", window.clean("A&B|C", 40, "상품"))
    assert.equal("상품", window.clean("🍊🍊", 40, "상품"))
    assert.equal("구매자", window.clean(nil, 30, "구매자"))
    assert.equal("똠방각하 펲시콜라", window.clean("똠방각하 펲시콜라", 40, "상품"))
  end)

  it("says what is bought, by whom, and where to go back to", function()
    local pc = fields("pc", LIVE, request())
    assert.same({ "MorakFood1", "261129-7K2M9QX-1", "33000", "WON", "Card", "HPP(2):below1000:centerCd(Y)" },
      { pc.mid, pc.oid, pc.price, pc.currency, pc.gopaymethod, pc.acceptmethod })
    assert.same({ "https://shop.kr/r", "https://shop.kr/c", "01012345678", "hong@example.kr" }, { pc.returnUrl, pc.closeUrl, pc.buyertel, pc.buyeremail })
    assert.is_nil(pc.tax)
    local mobile = fields("mobile", LIVE, request())
    assert.same({ "CARD", "33000", "utf8", "261129-7K2M9QX-1", "https://shop.kr/n" },
      { mobile.P_INI_PAYMENT, mobile.P_AMT, mobile.P_CHARSET, mobile.P_NOTI, mobile.P_NOTI_URL })
    assert.is_truthy(mobile.P_RESERVED:find("centerCd=Y", 1, true) and mobile.P_RESERVED:find("amt_hash=Y", 1, true))
    assert.is_nil(mobile.P_VBANK_DT)
  end)

  it("says until when an account waits", function()
    local asked = request { method = "virtual_account" }
    assert.is_truthy(fields("pc", LIVE, asked).acceptmethod:find("vbank(20261202)", 1, true))
    local mobile = fields("mobile", LIVE, asked)
    assert.same({ "VBANK", "20261202", "2359" }, { mobile.P_INI_PAYMENT, mobile.P_VBANK_DT, mobile.P_VBANK_TM })
  end)

  it("splits taxes only where the contract says so", function()
    local contract = { mid = "MorakFood1", mode = "live", tax = "merchant" }
    local pc, mobile = fields("pc", contract, request()), fields("mobile", contract, request())
    assert.same({ "2000", "11000", "2000", "11000" }, { pc.tax, pc.taxfree, mobile.P_TAX, mobile.P_TAXFREE })
  end)

  it("offers months to pay in", function()
    assert.equal("2:3:12", fields("pc", LIVE, request { installments = { 2, 3, 12 } }).quotabase)
    assert.equal("01:02:03:12", fields("mobile", LIVE, request { installments = { 2, 3, 12 } }).P_QUOTABASE)
    for _, at_once in ipairs { {}, { 0 }, { 1 } } do
      assert.is_nil(fields("pc", LIVE, request { installments = at_once }).quotabase)
      assert.equal("01", fields("mobile", LIVE, request { installments = at_once }).P_QUOTABASE)
    end
    assert.is_nil(fields("mobile", LIVE, request()).P_QUOTABASE)
    assert.is_nil(fields("mobile", LIVE, request { method = "phone", installments = { 2 } }).P_QUOTABASE)
  end)

  it("sends no half address, and a telephone number of digits", function()
    local long = ("a"):rep(40) .. "@example.kr"
    local asked = request { buyer = { name = "홍길동", phone = "+82 10-1234-5678", email = long } }
    assert.equal(long, fields("pc", LIVE, asked).buyeremail)
    assert.equal("", fields("mobile", LIVE, asked).P_EMAIL)
    assert.equal("8210-1234-5678", fields("pc", LIVE, asked).buyertel)
    assert.equal("", fields("pc", LIVE, request { buyer = { name = "a", email = "a\"b@x" } }).buyeremail)
  end)
end)

describe("what the browser brings back", function()
  local attempt = { reference = "261129-7K2M9QX-1", amount = 33000, channel = "pc" }

  local function pc(changes)
    local form = { resultCode = "0000", resultMsg = "정상", mid = "INIpayTest", orderNumber = attempt.reference, authToken = "abc=", idc_name = "stg",
      authUrl = "https://stgstdpay.inicis.com/api/payAuth", netCancelUrl = "https://stgstdpay.inicis.com/api/netCancel" }
    for name, value in pairs(changes or {}) do form[name] = value or nil end
    return returns.read(TEST, attempt, { form = form })
  end

  local function mobile(changes)
    local form = { P_STATUS = "00", P_RMESG1 = "성공", P_TID = "INIMX_CARDINIpayTest20261129140509000001", P_NOTI = attempt.reference, P_AMT = "33000",
      P_REQ_URL = "https://stgmobile.inicis.com/smart/payReq.ini", idc_name = "stg" }
    for name, value in pairs(changes or {}) do form[name] = value or nil end
    return returns.read(TEST, attempt, { form = form })
  end

  it("is a token to be redeemed", function()
    assert.same({ outcome = "authenticated", reference = attempt.reference, token = { product = "pc", centre = "stg", auth_token = "abc=" } }, pc())
    assert.equal("authenticated", mobile().outcome)
    assert.equal("authenticated", pc({ orderNumber = false, MOID = attempt.reference }).outcome)
  end)

  it("leads nowhere else than the tables do", function()
    local path = "/api/payAuth"
    for _, url in ipairs { "https://evil.kr" .. path, "http://stgstdpay.inicis.com" .. path, "https://stgstdpay.inicis.com:8443" .. path,
      "https://stgstdpay.inicis.com:443" .. path, "https://a@stgstdpay.inicis.com" .. path, "https://stgstdpay.inicis.com@evil.kr" .. path,
      "https://STGSTDPAY.inicis.com" .. path, "https://stgstdpay.inicis.com.evil.kr" .. path, "https://stgstdpay.inicis.com/api/payauth",
      "https://stgstdpay.inicis.com/api/payAuth/", "https://stgstdpay.inicis.com/api/payAuth?x=1", "https://stgstdpay.inicis.com//api/payAuth",
      "https://stgstdpay.inicis.com/api/../api/payAuth", "https://fcstdpay.inicis.com/api/payAuth", "https://169.254.169.254" .. path,
      " https://stgstdpay.inicis.com/api/payAuth", "https://stgstdpay.inicis.com/api/payAuth\n", "https://stgstdpay.inicis.com/api/payAuth#", "",
      "/api/payAuth" } do
      assert.equal("forged", pc({ authUrl = url }).outcome, url)
      assert.equal("forged", pc({ netCancelUrl = url }).outcome, url)
      assert.equal("forged", mobile({ P_REQ_URL = url }).outcome, url)
    end
  end)

  it("is forged when anything in it is another's, twice there, or not there", function()
    for name, values in pairs { mid = { "otherShop0", "", false }, orderNumber = { "261129-7K2M9QX-2", false }, authToken = { "", false },
      idc_name = { "fc", "ks", "", "STG", false }, authUrl = { false }, netCancelUrl = { false } } do
      for _, value in ipairs(values) do assert.equal("forged", pc({ [name] = value }).outcome, name) end
      assert.equal("forged", pc({ [name] = { "a", "b" } }).outcome, name)
    end
    for name, values in pairs { P_NOTI = { "261129-7K2M9QX-2", false }, P_AMT = { "32999", "1e3", "３３０００", "-33000", false },
      P_TID = { "INIMX_CARDotherShop020261129140509000001", "INIMX_CARDINIpayTest/../x", "", false }, idc_name = { "fc", false } } do
      for _, value in ipairs(values) do assert.equal("forged", mobile({ [name] = value }).outcome, name .. tostring(value)) end
    end
    assert.equal("forged", returns.read(TEST, attempt, { form = {} }).outcome)
    assert.equal("forged", returns.read(TEST, attempt, {}).outcome)
  end)

  it("is a shopper's change of mind, or a refusal", function()
    for _, code in ipairs { "0021", "0022", "2001" } do assert.equal("cancelled", pc({ resultCode = code }).outcome) end
    assert.equal("cancelled", pc({ resultCode = "V999", resultMsg = "사용자가 결제를 취소하였습니다" }).outcome)
    assert.equal("cancelled", mobile({ P_STATUS = "01", P_RMESG1 = "사용자가 결제를 취소 하였습니다" }).outcome)
    assert.same({ "declined", "R105", "한도 초과" }, (function()
      local said = pc { resultCode = "R105", resultMsg = "한도 초과" }
      return { said.outcome, said.code, said.message }
    end)())
    -- who does not know whose it is cancels nothing
    assert.equal("forged", pc({ resultCode = "0021", orderNumber = "x" }).outcome)
    assert.equal("forged", mobile({ P_STATUS = "01", P_NOTI = "x" }).outcome)
  end)

  it("may go to a live centre under a live contract", function()
    local form = { resultCode = "0000", mid = LIVE.mid, orderNumber = attempt.reference, authToken = "abc", idc_name = "ks",
      authUrl = "https://ksstdpay.inicis.com/api/payAuth", netCancelUrl = "https://ksstdpay.inicis.com/api/netCancel" }
    assert.equal("authenticated", returns.read(LIVE, attempt, { form = form }).outcome)
    form.idc_name = "fc"
    assert.equal("forged", returns.read(LIVE, attempt, { form = form }).outcome)
  end)
end)

describe("what Inicis answers", function()
  local function pc(changes)
    local body = { resultCode = "0000", resultMsg = "정상", mid = "INIpayTest", tid = "StdpayCARDINIpayTest20261129140509000001", MOID = "261129-7K2M9QX-1",
      TotPrice = "33000", payMethod = "Card", applDate = "20261129", applTime = "140509", applNum = "30000001", currency = "WON", CARD_Code = "06",
      CARD_Num = "536111*********8", CARD_Quota = "03", CARD_PRTC_CODE = "1", CARD_Interest = "1" }
    for name, value in pairs(changes or {}) do body[name] = value or nil end
    return answers.pc(body)
  end

  it("says what was approved, when, and with which card", function()
    local said = pc()
    assert.same({ issuer = "국민카드", number = "536111*********8", installments = 3, approval_no = "30000001", partial_cancel = true,
      interest_free = true }, said.card)
    assert.equal(clock.at(2026, 11, 29, 14, 5, 9), said.paid_at)
    assert.is_truthy(said.receipt_url:find("noTid=StdpayCARDINIpayTest20261129140509000001", 1, true))
    assert.is_false(pc({ CARD_PRTC_CODE = "0" }).card.partial_cancel)
    assert.equal(33000, pc({ TotPrice = 33000 }).amount)
    assert.equal("USD", pc({ currency = "USD" }).currency)
  end)

  it("says of a transfer whether a cash receipt was issued, and under which number where that is told", function()
    assert.same({ kind = "business" }, pc({ payMethod = "DirectBank", CSHR_ResultCode = "220000", CSHR_Type = "1" }).cash_receipt)
    assert.is_nil(pc({ payMethod = "DirectBank", CSHR_ResultCode = "220009", CSHR_Type = "0" }).cash_receipt)
    assert.is_nil(pc({ payMethod = "DirectBank" }).cash_receipt)
    assert.is_nil(pc({ CSHR_ResultCode = "220000" }).cash_receipt)
    local said = answers.mobile { P_STATUS = "00", P_TID = "t", P_MID = "INIpayTest", P_OID = "o", P_AMT = "33000", P_TYPE = "BANK",
      P_AUTH_DT = "20261129140509", P_CSHR_TYPE = "0", P_CSHR_AUTH_NO = "G123" }
    assert.same({ kind = "income", issue_number = "G123" }, said.cash_receipt)
  end)

  it("is unknown when it says yes and not to what", function()
    for _, name in ipairs { "tid", "MOID", "TotPrice", "mid", "payMethod" } do assert.equal("unknown", pc({ [name] = false }).outcome, name) end
    for _, amount in ipairs { "1e3", "33,000", "-1", "33000.0", "", " 33000", "99999999999999" } do
      assert.equal("unknown", pc({ TotPrice = amount }).outcome, amount)
    end
    for _, amount in ipairs { 33000.5, -1, 1e300, 0/0, true } do assert.is_nil(reading.amount(amount)) end
    assert.equal(1000000000000, reading.amount(1000000000000))
    assert.equal("unknown", pc({ payMethod = "VBank" }).outcome)
    assert.equal("unknown", pc({ payMethod = "Bitcoin" }).outcome)
  end)

  it("is unknown when it says no and names an approval", function()
    assert.equal("unknown", pc({ resultCode = "9999" }).outcome)
    assert.equal("declined", pc({ resultCode = "9999", applNum = false }).outcome)
    assert.equal("unknown", pc({ resultCode = false, applNum = false }).outcome)
    assert.equal("unknown", answers.mobile({ P_STATUS = "99", P_VACT_NUM = "123" }).outcome)
    assert.equal("declined", answers.mobile({ P_STATUS = "99", P_RMESG1 = "한도초과" }).outcome)
  end)

  it("is read without a fall whatever stands in it, and never paid without an amount", function()
    local full = { pc = { resultCode = "0000", resultMsg = "", mid = "INIpayTest", tid = "T", MOID = "O", TotPrice = "33000", payMethod = "Card",
      applDate = "20261129", applTime = "140509", applNum = "1", currency = "WON", CARD_Code = "06", CARD_Num = "5361", CARD_Quota = "03",
      CARD_PRTC_CODE = "1", CARD_Interest = "1", VACT_Num = "1", VACT_BankCode = "04", vactBankName = "", VACT_Name = "", VACT_Date = "", VACT_Time = "" },
      mobile = { P_STATUS = "00", P_RMESG1 = "", P_TID = "T", P_MID = "M", P_OID = "O", P_AMT = "1", P_TYPE = "VBANK", P_AUTH_DT = "20261129140509",
        P_FN_CD1 = "06", P_FN_NM = "", P_CARD_NUM = "1", P_CARD_QUOTA = "00", P_VACT_NUM = "1", P_VACT_BANK_CODE = "04", P_VACT_NAME = "", P_VACT_DATE = "" },
      inquiry = { resultCode = "SUCCESS", tid = "T", oid = "O", mid = "M", price = "1", paymethod = "VBank", transactionStatus = "PART_CANCEL",
        availablePartCancelPrice = "0", partCancelTransInfo = { { requestPrice = "1" } }, approvedDate = "20261129", approvedTime = "1",
        vacctInfo = { accountNumber = "1", bankCode = "04", depositDate = "20261130", depositTime = "", depositAmount = "1" } } }
    local odd = { json.null, true, false, {}, { {} }, { json.null }, 5, -1, 0.5, 1e300, "", "x", ("9"):rep(400), "\255\254" }
    for name, body in pairs(full) do
      for field, was in pairs(body) do
        for _, value in ipairs(odd) do
          body[field] = value
          local said = answers[name](body)
          assert.is_truthy(({ ok = true, declined = true, unknown = true })[said.outcome])
          if said.outcome == "ok" then assert.is_true(said.amount == math.floor(said.amount) and said.amount >= 0 and said.transaction_id ~= nil) end
        end
        body[field] = was
      end
      assert.equal("ok", answers[name](body).outcome)
    end
  end)

  it("keeps no card number that is whole", function()
    assert.equal("536111******1234", reading.card_number "5361111111111234")
    assert.equal("536111******1234", reading.card_number "5361-1111-1111-1234")
    assert.equal("943135*********7", reading.card_number "943135*********7")
    assert.is_nil(reading.card_number "카드")
    assert.is_nil(reading.card_number(nil))
  end)

  it("tells an inquiry's states apart, and what went back", function()
    local function inquiry(changes)
      local body = { resultCode = "SUCCESS", tid = "T", oid = "O", mid = "INIpayTest", price = "33000", paymethod = "Card", transactionStatus = "APPROVAL" }
      for name, value in pairs(changes) do body[name] = value or nil end
      return answers.inquiry(body)
    end
    local function state(changes)
      local said = inquiry(changes)
      return { said.outcome, said.state, said.captured, said.cancelled }
    end
    assert.same({ "ok", "paid", 33000, 0 }, state {})
    assert.is_false(answers.is_refused { resultCode = "SUCCESS" } or answers.is_refused { resultCode = "00" })
    assert.same({ "ok", "cancelled", 33000, 33000 }, state { transactionStatus = "CANCEL" })
    assert.same({ "ok", "partially_cancelled", 33000, 3000 }, state { transactionStatus = "PART_CANCEL", availablePartCancelPrice = "30000" })
    assert.same({ "ok", "partially_cancelled", 33000, 3000 }, state { transactionStatus = "PART_CANCEL",
      partCancelTransInfo = { { requestPrice = "1000" }, { requestPrice = 2000 } } })
    assert.same({ "unknown" }, state { transactionStatus = "PART_CANCEL" })
    assert.same({ "unknown" }, state { transactionStatus = "PART_CANCEL", partCancelTransInfo = { { requestPrice = "x" } } })
    assert.same({ "unknown" }, state { transactionStatus = "PART_CANCEL", availablePartCancelPrice = "99000" })
    assert.same({ "unknown" }, state { transactionStatus = "NEW" })
    assert.same({ "unknown" }, state { transactionStatus = false })
    assert.same({ "unknown" }, state { price = false })
    local account = { accountNumber = "9261129", bankCode = "88", accountName = "모락", validDate = "20261202" }
    assert.same({ "ok", "waiting", 0, 0 }, state { vacctInfo = account })
    assert.same({ "ok", "cancelled", 0, 0 }, state { vacctInfo = account, transactionStatus = "CANCEL" })
    account.depositDate, account.depositTime, account.depositAmount = "20261130", "090000", "33000"
    assert.same({ "ok", "paid", 33000, 0 }, state { vacctInfo = account })
    -- what it will not say is no state, unless the other says that there is none
    local refused = { resultCode = "ERR013", resultMsg = "hashData 오류" }
    assert.is_true(answers.is_refused(refused) and answers.is_refused {})
    assert.equal("ready", answers.absence({ resultCode = "00", status = "9" }, refused).state)
    for _, older in ipairs { { resultCode = "00", status = "0" }, { resultCode = "00", status = "1" }, { resultCode = "00" },
      { resultCode = "01", status = "9" }, {} } do
      local said = answers.absence(older, refused)
      assert.same({ "unknown", "ERR013" }, { said.outcome, said.code })
    end
  end)

  it("says whether what went back is what was asked for", function()
    local asked = { amount = 3000, remaining = 30000 }
    local function part(body) return answers.refund(body, asked, true, 33000).outcome end
    assert.equal("ok", part { resultCode = "00", prtcPrice = "3000", prtcRemains = "30000" })
    assert.equal("unknown", part { resultCode = "00", prtcPrice = "4000", prtcRemains = "29000" })
    assert.equal("unknown", part { resultCode = "00" })
    assert.equal("declined", part { resultCode = "500626" })
    assert.equal("ok", answers.refund({ resultCode = "500626" }, { amount = 33000, remaining = 0 }, false, 33000).outcome)
    assert.is_nil(answers.refund({ resultCode = "01" }, asked, true, 33000).state)
  end)

  it("is read in either charset, with or without escapes", function()
    local fields = reading.form(text.to_cp949 "P_STATUS=00&P_RMESG1=정상 처리&P_UNAME=홍길동&P_NOTI=&broken&P_STATUS=01")
    assert.same({ "00", "정상 처리", "홍길동", "" }, { fields.P_STATUS, fields.P_RMESG1, fields.P_UNAME, fields.P_NOTI })
    assert.equal("홍길동", reading.form("a=%C8%AB%B1%E6%B5%BF").a)
    assert.equal("홍길동", reading.form("a=%ED%99%8D%EA%B8%B8%EB%8F%99").a)
    assert.equal("a b%zz", reading.form("a=a+b%zz").a)
    assert.equal("똠방각하", reading.form("a=" .. text.to_cp949 "똠방각하").a)
    assert.is_true(text.valid(reading.form("a=\255\254\128").a))
  end)

  it("is given moments of Korea", function()
    assert.equal(clock.at(2026, 12, 2, 23, 59, 59), reading.moment("20261202", ""))
    assert.equal(clock.at(2026, 12, 2, 10, 30, 0), reading.moment("20261202", "1030"))
    assert.is_nil(reading.moment("2026-12-02", "1030"))
    assert.is_nil(reading.moment(nil, nil))
    assert.equal("20261129140509", reading.stamp(clock.at(2026, 11, 29, 14, 5, 9) + 0.7))
    assert.equal("1795963264737", reading.milliseconds(1795963264.7374))
  end)
end)

describe("a deposit notice", function()
  local BODY = "no_tid=StdpayVBNKINIpayTest20261129140509000001&no_oid=261129-7K2M9QX-1&id_merchant=INIpayTest&dt_trans=20261130&tm_trans=090000"
    .. "&type_msg=%s&no_vacct=92611290000011&amt_input=33000&nm_input=%s&no_cshr_appl="

  it("is read in EUC-KR", function()
    local said = assert(notices.read(BODY:format("0200", "%B1%E8%C3%B6%BC%F6"), "INIpayTest"))
    assert.same({ "deposit", "261129-7K2M9QX-1", 33000, "92611290000011", "김철수" },
      { said.kind, said.reference, said.amount, said.account_number, said.depositor })
    assert.equal(clock.at(2026, 11, 30, 9, 0, 0), said.paid_at)
    assert.is_nil(said.authentic)
    assert.equal("deposit_cancelled", notices.read(BODY:format("0400", "x"), "INIpayTest").kind)
    assert.equal("changed", notices.read(BODY:format("0999", "x"), "INIpayTest").kind)
  end)

  it("of telephones is one of money when it says 02 of a virtual account", function()
    local function kind(status, type)
      return notices.read(("P_TID=T&P_MID=INIpayTest&P_OID=O&P_AMT=33000&P_STATUS=%s&P_TYPE=%s"):format(status, type), "INIpayTest").kind
    end
    assert.same({ "deposit", "changed", "changed" }, { kind("02", "VBANK"), kind("00", "VBANK"), kind("02", "CARD") })
  end)

  it("of another merchant is none of ours", function()
    assert.is_nil(notices.read(BODY:format("0200", "x"), "MorakFood1"))
  end)
end)

describe("carriers at Inicis", function()
  it("are those that a mall begins with, by our codes", function()
    local sql = assert(fs.read(runtime.root() .. "/migrations/0032_create_shipment.sql", 1024 * 1024))
    for code, theirs in pairs(codes.carriers) do
      assert.truthy(sql:find("\n    %('" .. code .. "', [^%(]-'" .. theirs .. "', %a+%)"), code .. " is no carrier of ours that Inicis calls " .. theirs)
    end
  end)
end)
