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

describe("a thumbnail", function()
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
