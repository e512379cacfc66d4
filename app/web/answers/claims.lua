-- What faults of claims and refunds are answered with; see web/respond.lua.

local lookup = { label = "주문 조회", url = "/orders/lookup" }
local desk = { label = "취소·반품·교환", url = "/admin/claims" }
local refunds = { label = "환불", url = "/admin/refunds" }

---@type table<string, answer>
return {
  ["claim.invalid"] = { status = 422, title = "신청 내용을 확인해 주세요", text = "{says}" },
  ["claim.not_found"] = { status = 404, title = "신청을 찾지 못했어요", text = "주문 내역에서 다시 확인해 주세요.", action = lookup },
  ["claim.sum_changed"] = { status = 409, title = "환불 금액이 바뀌었어요", text = "그사이 환불 금액이 바뀌었어요. 새 금액을 확인하고 다시 눌러 주세요.",
    back = true },
  ["claim.account_needed"] = { status = 422, title = "환불받으실 계좌를 알려 주세요", text = "환불받으실 계좌를 입력해 주세요." },
  ["claim.no_exchange"] = { status = 409, title = "바꿔 드릴 상품이 없어요", text = "고르신 옵션은 지금 바꿔 드릴 수 없어요. 다른 옵션이나 반품을 골라 주세요." },
  ["claim.exchange_sold_out"] = { status = 409, title = "바꿔 줄 상품이 모자라요",
    text = "{product|은/는} 지금 {available}개만 남아 있어요. 재고를 채우거나 반품으로 바꿔 주세요.", action = desk, back = true },
  ["claim.not_sent"] = { status = 409, title = "아직 보내지 않았어요", text = "교환 상품을 먼저 발송 처리해 주세요. 도착하면 교환이 끝나요.",
    action = desk, back = true },
  ["claim.not_now"] = { status = 409, title = "지금은 취소할 수 없어요", text = "이미 결제했거나 취소한 주문이에요. 주문 내역을 다시 확인해 주세요.",
    action = lookup },
  ["claim.changed"] = { status = 409, title = "그사이 바뀌었어요", text = "다른 분이 먼저 처리했어요. 지금 상태를 확인해 주세요.", action = desk,
    back = true },
  ["claim.answer_needed"] = { status = 422, title = "까닭을 적어 주세요", text = "손님께 드릴 말을 입력해 주세요.", action = desk },
  ["refund.not_found"] = { status = 404, title = "환불을 찾지 못했어요", text = "목록에서 다시 확인해 주세요.", action = refunds },
  ["refund.changed"] = { status = 409, title = "그사이 바뀌었어요", text = "다른 분이 먼저 처리했거나 결제사의 답이 왔어요. 지금 상태를 확인해 주세요.",
    action = refunds },
  ["refund.busy"] = { status = 409, title = "잠시 후 다시 시도해 주세요", text = "같은 결제의 다른 환불을 처리하고 있어요.", retry = 3 },
  ["refund.unknown"] = { status = 503, title = "결제사의 답을 기다려요", text = "결제사가 돌려주었는지 아직 몰라요. 알게 되면 이어서 처리해요.", retry = 60 },
  ["refund.failed"] = { status = 502, title = "환불하지 못했어요", text = "결제사가 환불을 거절했어요." },
}
