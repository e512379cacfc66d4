-- What has to add up, in the words of who keeps the shop: by the names that the invariants have.

local words = {
  order_adds_up = "주문마다 상품 금액에 배송비를 더하고 할인을 빼면 결제 금액이에요.",
  ledger_balances = "장부의 거래마다 차변과 대변이 같아요.",
  ledger_is_payments = "장부의 돈은 결제된 돈과 같고, 결제된 주문에는 받을 돈이 남아 있지 않아요.",
  paid_means_captured = "주문 금액이 모두 결제된 주문만 결제 완료예요.",
  stock_is_its_ledger = "재고는 재고 장부의 합이고, 0보다 적지 않아요.",
  reserved_is_promised = "예약된 재고는 입금을 기다리는 주문이 잡아 둔 만큼이에요.",
  reserved_is_held = "예약된 재고는 주문마다 잡아 둔 수량의 합이에요.",
  lots_are_the_stock = "로트로 관리하는 상품의 재고는 로트의 합이고, 로트는 움직인 수량의 합이에요.",
  points_are_their_entries = "적립금은 적립금 장부의 합이고, 0보다 적지 않아요.",
  history_has_no_gap = "주문마다 기록이 있고, 기록에 빈 곳이 없어요.",
  status_is_history = "결제와 상품, 요청과 환불의 상태는 그 기록이 끝나는 곳이에요.",
  units_stay = "상품마다 주문한 수량이 그대로 있어요.",
  consents_are_kept = "주문마다 받은 동의가 남아 있어요.",
  one_effect_an_order = "주문은 상품마다 수량이 움직인 만큼만 재고를 움직여요.",
  one_end_a_job = "작업은 한 번 끝나고, 예약된 시각마다 작업은 하나예요.",
  nothing_hangs = "하다 만 일이 없어요.",
  no_job_is_lost = "일꾼 없이 도는 작업이나, 없는 작업을 기다리는 묶음이 없어요.",
  money_is_in_bounds = "금액은 모두 0원부터 1조 원까지의 정수예요.",
  history_is_a_path = "주문 기록은 모두 정해진 순서대로 나아가고, 주문 상태는 그 결과예요.",
}

local books = {}

--- Results of the check as a page shows them.
---@param results { number: string, name: string, says: string, findings: string[] }[]
---@return { number: string, says: string, findings: string[] }[]
function books.shown(results)
  local list = {}
  for i, result in ipairs(results) do
    list[i] = { number = result.number, says = words[result.name] or result.says, findings = result.findings }
  end
  return list
end

return books
