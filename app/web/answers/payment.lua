-- What faults of payments are answered with; see web/respond.lua.

local lookup = { label = "주문 조회", url = "/orders/lookup" }

local words = {
  no_contract = { 503, "지금은 쓸 수 없는 결제 수단이에요", "다른 결제 수단을 골라 주세요." },
  not_offered = { 422, "쓸 수 없는 결제 수단이에요", "다른 결제 수단을 골라 주세요." },
  not_open = { 409, "결제할 수 없는 주문이에요",
    "이미 결제됐거나 결제 시간이 지난 주문이에요. 주문 내역을 확인해 주세요." },
  busy = { 409, "결제를 확인하고 있어요",
    "앞서 시작한 결제의 결과를 확인하고 있어요. 잠시 후 주문 내역을 확인해 주세요.",
      retry = 5 },
  refused = { 422, "결제를 시작하지 못했어요",
    "결제사에서 결제를 받아 주지 않았어요. 다른 결제 수단을 골라 주세요." },
  declined = { 422, "결제하지 못했어요",
    "결제사에서 승인하지 않았어요. 다른 카드나 결제 수단을 골라 주세요." },
  unknown = { 503, "결제 결과를 확인하고 있어요",
    "결제사의 답이 늦어지고 있어요. 다시 결제하지 마시고, 잠시 후 주문 내역에서 확인해 주세요.", retry = 10 },
  mismatch = { 409, "결제를 확인할 수 없어요",
    "결제된 금액이 주문과 달라서 바로 취소했어요. 빠져나간 돈이 있으면 돌려 드려요." },
  unfit = { 409, "결제를 확인하고 있어요",
    "금액이나 시간이 주문과 맞지 않아 따로 확인하고 있어요." },
  reason = { 422, "사유를 적어 주세요", "왜 그렇게 하는지 적어 주세요. 기록에 남아요." },
  not_found = { 404, "결제를 찾지 못했어요", "주문 조회에서 다시 확인해 주세요." },
  forged = { 403, "요청을 확인할 수 없어요", "안전을 위해 처리하지 않았고, 바뀐 것은 없어요." },
  malformed_notice = { 400, "읽을 수 없는 알림이에요",
    "결제사의 알림이 아니거나 모양이 달라요." },
  no_list = { 503, "결제사의 목록을 가져오지 못했어요",
    "일부만 온 목록은 쓰지 않아요. 잠시 후 다시 해 주세요.", retry = 30 },
  no_notice = { 404, "없는 주소예요", "이 결제사의 알림은 받지 않아요." },
}

-- What staff read about deposits.
local desk = {
  statement = { 422, "읽을 수 없는 거래내역이에요", "{message}" },
  gone = { 409, "그사이 바뀌었어요",
    "이미 반영했거나 없어진 것이에요. 목록에서 다시 확인해 주세요." },
  known = { 422, "이미 적힌 입금이에요",
    "같은 날 같은 분이 보낸 같은 금액이 이미 적혀 있어요." },
  differs = { 422, "금액이 달라요",
    "주문 금액은 {expected}원인데 {came}원이 들어왔어요. 그래도 받아들이려면 사유를 적어 주세요." },
  no_transfer = { 422, "무통장입금 주문이 아니에요",
    "이 주문에는 입금을 기다리는 무통장입금이 없어요." },
  reason = { 422, "사유를 적어 주세요", "왜 그렇게 하는지 적어 주세요. 기록에 남아요." },
  account = { 422, "계좌를 적어 주세요", "돌려줄 은행, 계좌번호, 예금주를 모두 적어 주세요." },
}

-- What staff read about cash receipts and settlements.
local receipts = {
  number = { 422, "승인번호를 적어 주세요", "발급한 현금영수증의 승인번호를 적어 주세요." },
  reason = { 422, "사유를 적어 주세요", "왜 발급하지 않는지 적어 주세요. 기록에 남아요." },
}
local settlements = {
  statement = { 422, "읽을 수 없는 정산 내역이에요", "{message}" },
  gone = { 409, "그사이 바뀌었어요", "이미 반영했거나 없어진 것이에요. 목록에서 다시 확인해 주세요." },
}

local answers = {}
for name, one in pairs(receipts) do
  answers["receipt." .. name] = { status = one[1], title = one[2], text = one[3], action = { label = "현금영수증으로",
    url = "/admin/receipts" } }
end
for name, one in pairs(settlements) do
  answers["settlement." .. name] = { status = one[1], title = one[2], text = one[3], action = { label = "정산으로",
    url = "/admin/settlements" } }
end
for name, one in pairs(desk) do
  answers["deposit." .. name] = { status = one[1], title = one[2], text = one[3], action = { label = "입금으로",
    url = "/admin/deposits" } }
end
for name, one in pairs(words) do
  answers["payment." .. name] = { status = one[1], title = one[2], text = one[3], retry = one.retry, action = lookup }
end

return answers
