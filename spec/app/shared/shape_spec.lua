local shape = require "shared.shape"

local id = "0198c0de-0000-7000-8000-00000000000a"

local function read(field, sent)
  local values, errors, typed = shape.form { field }:read { x = sent }
  return values and values.x, errors and errors.x, typed.x
end

local function refusal(field, sent)
  local value, sentence = read(field, sent)
  assert.is_nil(value)
  assert.is_string(sentence, "it was taken: " .. tostring(sent))
  return sentence
end

describe("a form", function()
  local add = shape.form {
    shape.uuid("sku_id", { label = "옵션" }),
    shape.integer("qty", { label = "수량", unit = "개", min = 1, max = 99, default = 1 }),
    shape.flag("buy_now", { label = "바로 구매" }),
  }

  it("gives exactly its declared fields", function()
    local values, errors = add:read { sku_id = id, qty = "2", buy_now = "1", price = "1", is_admin = "1" }
    assert.same({ sku_id = id, qty = 2, buy_now = true }, values)
    assert.is_nil(errors)
  end)

  it("fills in what may be left out", function()
    assert.same({ sku_id = id, qty = 1, buy_now = false }, (add:read { sku_id = id, qty = "  " }))
  end)

  it("says of each field at fault what is wanted, and keeps what was typed", function()
    local values, errors, typed = add:read { qty = "많이" }
    assert.is_nil(values)
    assert.same({ sku_id = "옵션을 선택해 주세요.",
      qty = "수량은 숫자(0~9)로만 입력해 주세요." }, errors)
    assert.same({ qty = "많이" }, typed)
  end)

  it("refuses a field that was sent twice", function()
    local _, errors, typed = add:read { sku_id = id, qty = { "1", "2" } }
    assert.same({ qty = "수량을 하나만 보내 주세요." }, errors)
    assert.equal("1", typed.qty)
    assert.same(1, (add:read { sku_id = { id }, qty = { "1" } }).qty)
  end)

  it("may have a rule over several fields, which sees only those that are right", function()
    local form = shape.form {
      shape.text("a", { label = "가", max = 5, required = false }),
      shape.integer("b", { label = "나", min = 0, max = 9 }),
      check = function(values, fail)
        if values.a == "x" and values.b == 1 then fail("a", "둘은 함께 쓸 수 없어요.") end
      end,
    }
    assert.same({ a = "둘은 함께 쓸 수 없어요." }, select(2, form:read { a = "x", b = "1" }))
    assert.same({ b = "나는 0 이상 9 이하로 입력해 주세요." }, select(2, form:read { a = "x", b = "10" }))
    assert.same({ b = 2, a = "x" }, (form:read { a = "x", b = "2" }))
  end)

  it("cannot declare a field twice", function()
    assert.has_error(function() shape.form { shape.uuid("a", {}), shape.uuid("a", {}) } end,
      "the field a is declared twice")
  end)

  it("shows a monstrous field again only in part", function()
    local _, errors, typed = add:read { sku_id = id, qty = ("9"):rep(1e6) }
    assert.same({ qty = "수량은 1개 이상 99개 이하로 입력해 주세요." }, errors)
    assert.is_true(#typed.qty <= 4000)
  end)
end)

describe("a whole number in a form", function()
  local qty = shape.integer("x", { label = "수량", unit = "개", min = 1, max = 99 })

  it("is plain digits within its bounds", function()
    assert.equal(1, (read(qty, "1")))
    assert.equal(99, (read(qty, " 99 ")))
    assert.equal(7, (read(qty, "007")))
    assert.equal(7, (read(qty, "+7")))
  end)

  it("out of bounds is answered with the bounds, however far out it is", function()
    for _, sent in ipairs { "-1", "0", "100", "2147483648", "9007199254740992", "9223372036854775808",
      ("9"):rep(300) } do
      assert.equal("수량은 1개 이상 99개 이하로 입력해 주세요.", refusal(qty, sent))
    end
  end)

  it("is not guessed at", function()
    for _, sent in ipairs { "1e3", "1e400", "0x10", "１２", "1.0", "1,0", "1 2", "nan", "inf", "--1", "하나",
      "1\n;2" } do
      assert.equal("수량은 숫자(0~9)로만 입력해 주세요.", refusal(qty, sent))
    end
  end)

  it("names large bounds readably", function()
    assert.equal("가격은 0원 이상 1,000,000원 이하로 입력해 주세요.",
      refusal(shape.integer("x", { label = "가격", unit = "원", min = 0, max = 1000000 }), "1000001"))
  end)
end)

describe("an amount in a form", function()
  local price = shape.won("x", { label = "판매가", min = 0, max = 1000000000 })

  it("may have its commas, and the word for won", function()
    for sent, value in pairs { ["12000"] = 12000, ["12,000"] = 12000, ["1,234,567원"] = 1234567, [" 900 원 "] = 900, ["0"] = 0 } do
      assert.equal(value, read(price, sent), sent)
    end
  end)

  it("is not guessed at where the commas are elsewhere", function()
    for _, sent in ipairs { "1,2", "12,34", "1234,567", ",000", "1,000,", "1.5", "-5", "만원", "1e3" } do refusal(price, sent) end
    assert.matches("1,000,000,000원", refusal(price, "9,999,999,999"))
  end)
end)

describe("text in a form", function()
  local name = shape.text("x", { label = "받는 분", max = 5 })

  it("loses spaces around it and doubled ones", function()
    assert.equal("김 철수", (read(name, "  김 　철수\n")))
  end)

  it("is counted in characters, not bytes", function()
    assert.equal("가나다라마", (read(name, "가나다라마")))
    assert.equal("받는 분은 5자까지 입력할 수 있어요.", refusal(name, "가나다라마바"))
  end)

  it("is wanted unless it may be absent", function()
    assert.equal("받는 분을 입력해 주세요.", refusal(name, nil))
    assert.equal("받는 분을 입력해 주세요.", refusal(name, " 　"))
    assert.is_nil(select(2, read(shape.text("x", { label = "메모", max = 5, required = false }), "")))
  end)

  it("is stored composed", function()
    assert.equal("각", (read(name, "\225\132\128\225\133\161\225\134\168"))) -- ㄱ + ㅏ + ㄱ as three letters
  end)

  it("has no control characters", function()
    for _, sent in ipairs { "a\0b", "a\27[2J", "a\127", "a\194\133b" } do
      assert.equal("받는 분에 쓸 수 없는 문자가 들어 있어요.", refusal(name, sent))
    end
  end)

  it("may have several lines", function()
    local memo = shape.text("x", { label = "메모", max = 20, lines = true })
    assert.equal("한 줄\n두 줄", (read(memo, " 한 줄  \r\n두 줄\r\n")))
  end)

  it("may have to look a certain way", function()
    local number = shape.text("x", { label = "번호", max = 20, pattern = "^%d+%-%u+$",
      hint = "주문번호를 확인해 주세요." })
    assert.equal("26-A", (read(number, "26-A")))
    assert.equal("주문번호를 확인해 주세요.", refusal(number, "26"))
    assert.equal("비밀번호는 4자 이상 입력해 주세요.", refusal(shape.text("x", { label = "비밀번호",
      min = 4, max = 9 }), "abc"))
  end)
end)

describe("other fields of a form", function()
  it("an id is an id", function()
    local field = shape.uuid("x", { label = "옵션" })
    assert.equal(id, (read(field, id:upper())))
    for _, sent in ipairs { "1", id .. "0", id:gsub("-", ""), "' OR 1=1 --", id .. "\n" } do
      assert.equal("옵션을 다시 선택해 주세요.", refusal(field, sent))
    end
  end)

  it("a choice is one of those offered", function()
    local field = shape.choice("x", { label = "현금영수증", of = { "none", "income" } })
    assert.equal("income", (read(field, "income")))
    assert.equal("현금영수증을 다시 선택해 주세요.", refusal(field, "all"))
    assert.equal("현금영수증을 선택해 주세요.", refusal(field, ""))
  end)

  it("a tick that has to be there is asked for", function()
    local field = shape.flag("x", { label = "구매조건 확인", must = true })
    assert.is_true((read(field, "1")))
    assert.is_true((read(field, "on")))
    assert.equal("구매조건 확인에 동의해 주세요.", refusal(field, nil))
    assert.equal("구매조건 확인에 동의해 주세요.", refusal(field, "0"))
    assert.is_false((read(shape.flag("x", { label = "소식" }), nil)))
  end)

  it("a telephone number may be typed as people do", function()
    local field = shape.phone("x", { label = "연락처", mobile = true })
    assert.equal("01012345678", (read(field, "０１０ 1234 5678")))
    assert.equal("연락처를 010-1234-5678처럼 입력해 주세요.", refusal(field, "02-2123-4567"))
    assert.equal("0221234567", (read(shape.phone("x", { label = "연락처" }), "02-2123-4567")))
    assert.equal("연락처를 010-1234-5678처럼 입력해 주세요.", refusal(field, ("0"):rep(3000)))
  end)

  it("an e-mail address looks like one", function()
    local field = shape.email("x", { label = "이메일" })
    assert.equal("Kim.c+1@shop.example.kr", (read(field, " Kim.c+1@Shop.Example.KR ")))
    assert.equal("a@b.kr", (read(field, "ａ＠ｂ.kr")))
    for _, sent in ipairs { "a", "a@b", "@b.kr", "a@b..kr", "a b@c.kr", "a@-b.kr", ".a@b.kr", "a@b.kr\r\nBcc: x@y.kr",
      "김@b.kr", ("a"):rep(65) .. "@b.kr" } do
      assert.equal("이메일을 name@example.com처럼 입력해 주세요.", refusal(field, sent))
    end
  end)

  it("a postcode has five digits", function()
    local field = shape.postcode("x", { label = "우편번호" })
    assert.equal("06236", (read(field, "０６２３６")))
    assert.equal("우편번호는 숫자 5자리로 입력해 주세요.", refusal(field, "135-080"))
  end)

  it("a number written with hyphens is its digits", function()
    local field = shape.digits("x", { label = "사업자등록번호", min = 10, max = 10 })
    assert.equal("1234567890", (read(field, "123-45-67890")))
    assert.equal("사업자등록번호는 숫자 10자리로 입력해 주세요.", refusal(field, "123"))
    assert.equal("번호는 숫자 4~8자리로 입력해 주세요.", refusal(shape.digits("x", { label = "번호",
      min = 4, max = 8 }), "abc"))
  end)
end)
