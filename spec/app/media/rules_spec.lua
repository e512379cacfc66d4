local rules = require "media.rules"

describe("a picture's address", function()
  it("names one of the widths and formats there are", function()
    assert.same({ width = 480, format = "webp", type = "image/webp" }, rules.asked("480.webp"))
    assert.equal("image/jpeg", rules.asked("1200.jpg").type)
  end)

  it("is none otherwise", function()
    for _, name in ipairs { "481.webp", "480.gif", "480", "0480.webp.exe", "-80.webp", "480.WEBP", "0480.webp", "../480.webp", "" } do
      assert.is_nil(rules.asked(name), name)
    end
  end)
end)

describe("a picture's id", function()
  it("is an id, however it is written, and nothing else", function()
    assert.equal("0190abcd-0000-7000-8000-00000000ffee", rules.id "0190ABCD-0000-7000-8000-00000000ffee")
    for _, text in ipairs { "", "..", "../0190abcd-0000-7000-8000-00000000ff", "0190abcd-0000-7000-8000-00000000ffee/..",
      "0190abcd-0000-7000-8000-00000000ffeg", "0190abcd00007000800000000000ffee", "%2e%2e" } do
      assert.is_nil(rules.id(text), text)
    end
  end)
end)

describe("a thumbnail", function()
  it("lies in its own mall's folder, told by its address alone", function()
    local id = "0190abcd-0000-7000-8000-00000000ffee"
    local path = rules.thumbnail("/data", "mall-1", id, { width = 80, format = "jpg" })
    assert.equal("/data/made/mall-1/ee/" .. id .. "-80.jpg", path)
    assert.not_equal(path, rules.thumbnail("/data", "mall-2", id, { width = 80, format = "jpg" }))
  end)

  it("keeps the proportions", function()
    assert.same({ 400, 700 }, { rules.size({ width = 400 }, { width = 860, height = 1505 }) })
  end)

  it("is never larger than the picture", function()
    assert.same({ 860, 1505 }, { rules.size({ width = 1200 }, { width = 860, height = 1505 }) })
  end)

  it("is at least one pixel high", function()
    assert.same({ 80, 1 }, { rules.size({ width = 80 }, { width = 10000, height = 10 }) })
  end)
end)
