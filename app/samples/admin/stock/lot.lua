-- One lot: what is left of it and who got goods of it.

local function lot(more)
  local made = { name = "L-2611-7", best_before = "2027.03.01", days = "92일 남음", qty = 48, state = { label = "판매 중",
    tone = "good" },
    received_at = 1795897667, url = "/admin/stock/lots/l", sold_to = {} }
  for name, value in pairs(more or {}) do made[name] = value end
  return made
end

local page = { title = "L-2611-7", crumbs = { { name = "재고", url = "/admin/stock" }, { name = "A-1",
  url = "/admin/stock/s" },
  { name = "L-2611-7" } } }
local sku = { code = "A-1", label = "순한맛 / 1kg", product = "견본 상품" }

return {
  full = { lot = lot { sold_to = { { number = "261129-AAAAAAA", url = "/admin/orders/261129-AAAAAAA",
    placed_at = 1795897667, qty = 2,
      badge = { label = "결제완료", tone = "good" } } } }, sku = sku, form = { values = {}, errors = { why = "사유를 입력해 주세요." } },
    may_write = true, stop_action = "/admin/stock/lots/l/stop", resume_action = "/admin/stock/lots/l/resume", page = page },
  stopped = { lot = lot { state = { label = "판매 중지", tone = "bad" }, stopped_at = 1795897667,
    stopped_why = "이물질 신고" }, sku = sku,
    form = { values = {} }, may_write = true, stop_action = "/admin/stock/lots/l/stop",
      resume_action = "/admin/stock/lots/l/resume",
    page = page },
  least = { lot = { name = "로트 없음", qty = 0, state = { label = "소진", tone = "plain" }, received_at = 1795897667,
    sold_to = {} },
    sku = { code = "B", label = "", product = "귤" }, form = { values = {} }, may_write = false, stop_action = "/",
      resume_action = "/",
    page = page },
}
