local shop = require "spec.app.shop"
local cms = require "cms"

describe("written pages", function()
  local mall

  setup(function()
    mall = shop.open({ { code = "apple", name = "사과" } }, {
      pages = { terms = { title = "이용약관", updated_on = "2026-11-01",
        sections = { { title = "제1조 <목적>", paragraphs = { "첫 줄\n둘째 줄", "<script>alert(1)</script>" } } } } },
      notices = {
        { code = "later", title = "내일 소식", date = "2999-01-01", body = { "아직" } },
        { code = "snow", title = "눈이 와요 & 늦어요", date = "2026-11-12", body = { "하루 늦어요." } },
        { code = "rice", title = "햅쌀", date = "2026-10-20", body = { "바뀌었어요." } },
      },
    })
  end)

  it("show what was written as text, never as markup", function()
    local page = cms.page(mall.id, "terms")
    assert.equal("이용약관", page.title)
    assert.equal("<h2>제1조 &lt;목적&gt;</h2>\n<p>첫 줄<br>둘째 줄</p>\n<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
      tostring(page.body_html))
    assert.equal("2026.11.01 (일)", page.updated_at)
  end)

  it("are not there unless they were written", function()
    assert.is_nil(cms.page(mall.id, "nothing"))
    assert.is_nil(cms.notice(mall.id, "nothing"))
  end)

  it("list notices, newest first, and none before its day", function()
    assert.same({ { title = "눈이 와요 & 늦어요", url = "/notices/snow", date = "2026.11.12 (목)" },
      { title = "햅쌀", url = "/notices/rice", date = "2026.10.20 (화)" } }, cms.latest(mall.id, 4))
    assert.is_nil(cms.notice(mall.id, "later"))
    assert.matches("눈이 와요 &amp; 늦어요", tostring(cms.notices(mall.id).body_html))
  end)
end)
