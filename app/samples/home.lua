-- The front page.

local goods = require "samples.goods"
local markup = require "shared.markup"

local categories = {}
for i, name in ipairs { "국·탕", "김치·반찬", "커피·차", "쌀·잡곡" } do
  categories[i] = { id = "category-" .. i, code = "c" .. i, slug = "c" .. i, url = "/c/c" .. i, name = name,
    description = name .. " 모음", icon = "bowl", image = goods.image(i) }
end

return {
  full = {
    hero = {
      { title = "찬바람 불면\n국물부터", text = "여덟 시간 곤 국물을 한자리에", url = "/c/c1", color = "#f4dfc0",
        image = goods.image(91), mobile_image = goods.image(92) },
      { title = "새벽에 볶아\n아침에 닿는 커피", url = "/c/c3", color = "#402010", image = goods.image(93) },
    },
    categories = categories,
    sections = {
      { title = "오늘 저녁은 이걸로", text = "십오 분이면 상에 오르는 한 끼", url = "/c/c1", products = goods.cards(8) },
      { title = "지금 많이 찾아요", products = goods.cards(6) },
    },
    notices = { { title = "김장철 배송 안내", url = "/notices/kimjang", date = "2026.11.18 (수)" } },
    page = { title = "견본상회 | 본보기를 파는 가게", description = "견본을 모은 식탁", canonical = "https://sample.example/",
      og = { type = "website", image = "https://sample.example/media/1/1200.jpg" },
      jsonld = { markup.json { ["@type"] = "Organization", name = "견본상회" } } },
  },
  least = { hero = {}, categories = {}, sections = { { title = "빈 자리", products = {} } }, notices = {} },
}
