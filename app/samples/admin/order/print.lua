-- The papers that orders are packed by.

local at = 1795897667.905

return {
  full = {
    slips = {
      { number = "261129-4CDDDF5", placed_at = at, recipient_name = "이받음", phone = "010-8765-4321", postcode = "06236",
        address1 = "서울 강남구 본보기로 1", address2 = "101동 1001호", memo = "문 앞에 놓아 주세요", goods_amount = 41400,
        discount_amount = 1000, shipping_amount = 3000, payable_amount = 43400,
        lines = { { name = "가마솥 손누룽지 500g", label = "두 봉지", sku = "NURUNGJI-500", qty = 3, send = 2, unit_price = 9800,
          amount = 28400, held = false },
          { name = "콜드브루 원액", label = "", sku = "COLD-BREW", qty = 1, send = 1, unit_price = 12000, amount = 12000,
            held = true } } },
      { number = "261129-4CDDDF6", placed_at = at, recipient_name = "김본", phone = "02-123-4567", postcode = "06236",
        address1 = "서울 강남구 본보기로 1", address2 = "", memo = "", goods_amount = 3300, discount_amount = 0, shipping_amount = 0,
        payable_amount = 3300, lines = {} },
    },
    now = at, return_to = "/admin/orders", page = { title = "거래명세서", crumbs = { { name = "주문", url = "/admin/orders" },
      { name = "거래명세서" } } },
  },
  least = { slips = {}, now = at, return_to = "/admin/orders", page = { title = "거래명세서" } },
}
