-- A product: with everything, sold out, and with hardly anything.

local goods = require "samples.goods"
local voices = require "samples.voices"
local markup = require "shared.markup"

local heard = {
  reviews = { count = 12, average = "4.5", shares = voices.shares, list = voices.reviews, url = "/p/galbitang/reviews" },
  questions = { count = 2, list = voices.questions, url = "/p/galbitang/questions" },
}
local unheard = { reviews = { count = 0, shares = {}, list = {}, url = "/p/plain/reviews" },
  questions = { count = 0, list = {}, url = "/p/plain/questions" } }

local shipping = { carrier = "견본택배", fee = 3000, dispatch_text = "평일 오후 2시까지 입금하시면 당일 보내요.",
  fee_text = "배송비 3,000원", free_text = "30,000원 이상 구매 시 무료배송", jeju_text = "제주 3,000원, 도서산간 5,000원 추가" }

local function product(changes)
  local made = {
    id = "product-1", code = "galbitang", slug = "galbitang", url = "/p/galbitang", name = "맑은 갈비탕",
    price = 10900, list_price = 12800, discount_percent = 14, unit_price_text = "100g당 1,557원", low_stock_text = "4개 남음",
    summary = "기름을 세 번 걷어 낸 국물", tags = { "탕·전골", "냉동식품", "선물" }, sold_out = false, perishable = true,
    badges = { { kind = "best", text = "베스트" }, { kind = "low", text = "품절 임박" } },
    brand = { name = "모락키친", url = "/search?q=%EB%AA%A8" },
    category = { name = "국물 요리", slug = "soups", url = "/c/soups" },
    crumbs = { { name = "홈", url = "/" }, { name = "국물 요리", url = "/c/soups" }, { name = "맑은 갈비탕", url = "/p/galbitang" } },
    description_html = markup.trusted "<h3>숟가락 바닥이 비치는 국물</h3><p>찬물에 핏물을 빼요.</p>",
    image = goods.image(1), images = { goods.image(1), goods.image(2) }, detail_images = { goods.image(3) },
    origin = "소갈비: 호주산", maker = "모락키친 이천 공장", storage_method = "영하 18도 아래에서 보관",
    expiry_text = "발송일부터 120일 이상 남은 것", contents = { { name = "반마리 삼계탕 600g", qty = 2 } },
    options = { { name = "묶음", values = { { label = "한 팩" }, { label = "세 팩" }, { label = "열 팩" } } } },
    skus = {
      { id = "sku-1", code = "G1", label = "한 팩", options = { "한 팩" }, price = 10900, list_price = 12800,
        discount_percent = 14, stock_state = "in", stock_text = "구매 가능", max_qty = 99, unit_price_text = "100g당 1,557원" },
      { id = "sku-2", code = "G3", label = "세 팩", options = { "세 팩" }, price = 30900, stock_state = "low",
        stock_text = "3개 남음", max_qty = 3 },
      { id = "sku-3", code = "G9", label = "열 팩", options = { "열 팩" }, price = 99000, stock_state = "out",
        stock_text = "품절", max_qty = 0 },
    },
    notice_rows = { { label = "제품명", value = "갈비탕(즉석조리식품)" }, { label = "제조원", value = "모락키친 이천 공장" } },
    shipping = shipping, withdrawal_text = "받으신 날부터 7일 안에 청약철회를 하실 수 있어요.",
  }
  for name, value in pairs(changes) do made[name] = value end
  return made
end

return {
  full = {
    product = product {}, related = goods.cards(4), voices = heard, wished = false,
    page = { title = "맑은 갈비탕 | 견본상회", description = "기름을 세 번 걷어 낸 국물", category = "soups",
      canonical = "https://sample.example/p/galbitang",
      og = { type = "product", title = "맑은 갈비탕", description = "기름을 세 번 걷어 낸 국물",
        url = "https://sample.example/p/galbitang", image = "https://sample.example/media/1/1200.jpg" },
      jsonld = { markup.json { ["@type"] = "Product", name = "맑은 갈비탕" } } },
  },
  sold_out = { related = {}, voices = unheard, wished = true, product = product { sold_out = true,
    badges = { { kind = "soldout", text = "품절" } } } },
  least = {
    related = {}, voices = unheard, wished = false,
    product = {
      id = "product-0", code = "plain", slug = "plain", url = "/p/plain", name = "이름뿐인 상품", price = 1300, tags = {},
      badges = {}, sold_out = false, perishable = false, brand = { name = "들녘곳간", url = "/search?q=%EB%93%A4" },
      category = { name = "국물 요리", slug = "soups", url = "/c/soups" }, crumbs = { { name = "홈", url = "/" } },
      description_html = markup.trusted "", images = {}, detail_images = {}, contents = {}, options = {},
      skus = { { id = "sku-0", code = "P1", label = "기본", options = {}, price = 1300, stock_state = "in",
        stock_text = "구매 가능", max_qty = 9 } },
      notice_rows = {}, shipping = { fee = 0, fee_text = "무료배송" },
      withdrawal_text = "받으신 날부터 7일 안에 청약철회를 하실 수 있어요.",
    },
  },
}
