local korean = require "shared.korean"

describe("a Korean telephone number", function()
  it("is digits, however it was typed", function()
    for _, typed in ipairs { "010-1234-5678", "01012345678", "010 1234 5678", "010.1234.5678", " (010) 1234-5678 ",
      "０１０－１２３４－５６７８", "０１０　1234　5678", "010–1234–5678", "010−1234−5678",
        "+82 10-1234-5678",
      "+82-(0)10-1234-5678", "010\194\1601234\194\1605678" } do
      assert.equal("01012345678", korean.phone(typed), typed)
    end
  end)

  it("is shown with its hyphens where they belong", function()
    for digits, shown in pairs { ["01012345678"] = "010-1234-5678", ["0111234567"] = "011-123-4567",
      ["021234567"] = "02-123-4567", ["0212345678"] = "02-1234-5678", ["0311234567"] = "031-123-4567",
      ["03112345678"] = "031-1234-5678", ["15881234"] = "1588-1234", ["07012345678"] = "070-1234-5678",
      ["050412345678"] = "0504-1234-5678", ["12345"] = "12345" } do
      assert.equal(shown, korean.show_phone(digits))
    end
  end)

  it("is refused when no Korean number looks like it", function()
    for _, typed in ipairs { "", "010", "010-1234-567", "010-1234-56789", "0101234567a", "9912345678", "000-0000-0000",
      "1e10", "010-12345678901", "전화", "010-１２３４-567" } do
      assert.is_nil(korean.phone(typed), typed)
    end
  end)

  it("hides its middle", function()
    assert.equal("010-****-5678", korean.mask_phone("01012345678"))
    assert.equal("02-***-4567", korean.mask_phone("022124567"))
    assert.equal("1588-****", korean.mask_phone("15881234"))
    assert.equal("****", korean.mask_phone("1234"))
  end)
end)

describe("Korean text", function()
  it("loses stray spaces of every kind", function()
    assert.equal("김 철수", korean.squeeze("　김\194\160 철수\226\128\139 "))
    assert.equal("", korean.squeeze(" 　 "))
  end)

  it("takes full-width ASCII for ASCII", function()
    assert.equal("ABC xyz 0-9 @~", korean.half_width("ＡＢＣ ｘｙｚ ０－９ ＠～"))
    assert.equal("한글 그대로", korean.half_width("한글 그대로"))
  end)

  it("masks names and e-mail addresses", function()
    assert.equal("김*수", korean.mask_name("김철수"))
    assert.equal("이*", korean.mask_name("이산"))
    assert.equal("남**수", korean.mask_name("남궁민수"))
    assert.equal("*", korean.mask_name("김"))
    assert.equal("ki*@example.kr", korean.mask_email("kim@example.kr"))
    assert.equal("k*@example.kr", korean.mask_email("ki@example.kr"))
    assert.equal("*@example.kr", korean.mask_email("k@example.kr"))
  end)

  it("knows a postcode when it sees one", function()
    assert.equal("06236", korean.postcode(" ０６２３６ "))
    assert.is_nil(korean.postcode("6236"))
    assert.is_nil(korean.postcode("135-080"))
    assert.is_nil(korean.postcode("0623a"))
  end)
end)
