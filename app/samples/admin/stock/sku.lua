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
    sku = { code = "A-1", label = "순한맛 / 1kg", product = "견본 상품", on_hand = 97, reserved = 12, safety = 5,
      blocked = 3, free = 77,
      keeps_lots = true, edit_url = "/admin/products/p/options" },
    problem = "재고는 주문에 예약된 12개보다 적게 둘 수 없어요.",
    receipt = { values = { best_before = "2027.03.01" }, errors = { quantity = "수량을 입력해 주세요." } },
    adjustment = { values = { reason = "damage", quantity = "100" }, errors = { quantity = "수량을 입력해 주세요." } },
    policy = { values = { safety = 5, restock_at = 20, least_days = 7 }, errors = { safety = "안전 재고는 숫자(0~9)로만 입력해 주세요." } },
    reasons = { { value = "count", label = "재고 실사", note = "이 수량으로 맞추기" },
      { value = "damage", label = "파손·폐기", note = "빼기" } },
    lots = { { name = "L-2611-7", best_before = "2027.03.01", days = "92일 남음", qty = 94, state = { label = "판매 중",
      tone = "good" },
        orders = 3, url = "/admin/stock/lots/l" },
      { name = "로트 없음", qty = 3, state = { label = "판매 중", tone = "good" }, orders = 0, url = "/admin/stock/lots/m" } },
    lot_choices = { { value = "", label = "자동으로 고르기" }, { value = "l", label = "L-2611-7 · 2027.03.01 · 94개" } },
    entries = { entry(),
      entry { on_hand_delta = 0, reserved_delta = 2, note = "", actor = "", order_number = "261129-AAAAAA" },
      entry { on_hand_delta = 100, note = "seed", actor = "" } },
    action = "/admin/stock/s", policy_action = "/admin/stock/s/policy", may_write = true, page = page,
  },
  least = { sku = { code = "B", label = "", product = "귤", on_hand = 0, reserved = 0, safety = 0, blocked = 0,
    free = 0, keeps_lots = false,
      edit_url = "/admin/products/p/options" }, receipt = { values = {} }, adjustment = { values = {} },
        policy = { values = {} },
    reasons = {}, lots = {}, entries = {}, action = "/admin/stock/b", policy_action = "/admin/stock/b/policy",
      may_write = false,
    page = page },
  empty = { sku = { code = "B", label = "", product = "귤", on_hand = 0, reserved = 0, safety = 0, blocked = 0,
    free = 0, keeps_lots = true,
      edit_url = "/admin/products/p/options" }, receipt = { values = {} }, adjustment = { values = {} },
        policy = { values = {} },
    reasons = {}, lots = {}, lot_choices = { { value = "", label = "자동으로 고르기" } }, entries = {}, action = "/admin/stock/b",
    policy_action = "/admin/stock/b/policy", may_write = true, page = page },
}
