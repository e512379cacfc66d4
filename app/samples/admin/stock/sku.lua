-- One SKU's stock and what moved it.

local page = { title = "A-1 재고", crumbs = { { name = "재고", url = "/admin/stock" }, { name = "A-1" } } }

local function entry(more)
  local made = { id = "e", kind = "adjust", on_hand_delta = -3, reserved_delta = 0, reason = "damage", note = "상자가 젖음",
    actor = "md@sample.example", at = 1795897667, on_hand = 97, label = "파손·폐기" }
  for name, value in pairs(more or {}) do made[name] = value end
  return made
end

return {
  full = {
    sku = { code = "A-1", label = "순한맛 / 1kg", product = "견본 상품", on_hand = 97, reserved = 12, free = 85,
      edit_url = "/admin/products/p/options" },
    problem = "재고는 주문에 예약된 12개보다 적게 둘 수 없어요.",
    form = { values = { reason = "damage", quantity = "100" }, errors = { quantity = "수량을 입력해 주세요." } },
    reasons = { { value = "receive", label = "입고", note = "더하기" },
      { value = "damage", label = "파손·폐기", note = "빼기" } },
    entries = { entry(),
      entry { on_hand_delta = 0, reserved_delta = 2, note = "", actor = "", order_number = "261129-AAAAAA" },
      entry { on_hand_delta = 100, note = "seed", actor = "" } },
    action = "/admin/stock/s", may_write = true, page = page,
  },
  least = { sku = { code = "B", label = "", product = "귤", on_hand = 0, reserved = 0, free = 0,
      edit_url = "/admin/products/p/options" },
    form = { values = {} }, reasons = {}, entries = {}, action = "/admin/stock/b", may_write = false, page = page },
}
