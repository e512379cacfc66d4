-- The cart: with lines in every state, in order, and empty.

local goods = require "samples.goods"

local lines = goods.lines()
lines[#lines + 1] = goods.broken_line()

return {
  full = {
    lines = lines, empty = false, totals = goods.totals, can_checkout = false, recommended = goods.cards(2),
    free_shipping = { reached = false, remaining = 8200, percent = 72.6, text = "8,200원 더 담으면 무료배송" },
    shipping_notes = { "80,000원 이상 구매 시 무료배송", "도서산간 5,000원 추가" },
    problems = { { line_id = "line-4", text = "돌산 갓김치 1kg: 품절된 상품이에요. 장바구니에서 빼 주세요." } },
    undo = { line_id = "line-9", name = "햇사과 3kg" }, page = { title = "장바구니 | 견본상회", robots = "noindex" },
  },
  in_order = {
    lines = { lines[1], lines[3] }, empty = false, totals = goods.totals, can_checkout = true, recommended = {},
    free_shipping = { reached = true, remaining = 0, percent = 100, text = "무료배송이에요" }, shipping_notes = {}, problems = {},
  },
  least = { lines = {}, empty = true, totals = { goods = 0, discount = 0, shipping = 0, payable = 0, item_count = 0 },
    can_checkout = false, recommended = {}, shipping_notes = {}, problems = {} },
}
