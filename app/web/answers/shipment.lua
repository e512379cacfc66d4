-- What faults of parcels are answered with, to staff and to buyers; see web/respond.lua.

local words = {
  gone = { 404, "없는 배송이에요", "그사이 없어진 배송이에요. 주문을 새로 열어 주세요." },
  moved = { 409, "지금은 할 수 없어요", "그사이 {status|으로/로} 바뀐 배송이에요. 주문을 새로 열어 주세요." },
  empty = { 409, "남은 상품이 없어요", "이 배송에 든 상품이 모두 취소됐어요. 송장 등록을 취소해 주세요." },
  same = { 422, "바뀐 것이 없어요", "택배사와 송장번호가 지금과 같아요." },
  too_late = { 409, "되돌릴 수 없어요", "보낸 지 {hours}시간이 지난 배송은 되돌릴 수 없어요." },
  too_many = { 422, "보낼 수량이 많아요", "{product|은/는} {left}개까지 보낼 수 있어요." },
  nothing_to_send = { 409, "보낼 상품이 없어요", "보낼 상품이 없어요. 보류했거나 취소를 요청한 상품은 보낼 수 없어요." },
  nothing_to_prepare = { 409, "발주확인할 상품이 없어요", "결제완료인 상품이 없어요. 보류했거나 취소를 요청한 상품은 준비할 수 없어요." },
  nothing_to_dispatch = { 409, "발송할 배송이 없어요", "송장을 등록하고 아직 보내지 않은 배송이 없어요." },
  nothing_to_deliver = { 409, "배송 중인 것이 없어요", "배송 중인 것이 없어요." },
  nothing_to_hold = { 409, "바뀐 것이 없어요", "보류하거나 보류를 풀 상품이 없어요." },
  nothing_to_confirm = { 409, "구매확정할 상품이 없어요", "받으신 상품이 없거나, 취소·반품·교환을 처리하고 있어요." },
  address_locked = { 409, "배송지를 바꿀 수 없어요", "상품을 준비하기 시작해서 배송지를 바꿀 수 없어요. 고객센터로 문의해 주세요." },
  settled = { 409, "이미 등록했어요", "다른 사람이 먼저 등록한 송장이에요." },
  not_exchange = { 409, "교환이 아니에요", "교환을 접수한 번호가 아니에요." },
  exchange_waits = { 409, "지금은 보낼 수 없어요", "검수를 마친 교환만 보낼 수 있어요. 지금 상태: {status}" },
  exchange_sent = { 409, "이미 보낸 교환이에요", "이미 다른 송장({sent})을 등록한 교환이에요." },
  sheet_over = { 409, "이미 처리한 파일이에요", "이미 등록했거나 등록하고 있는 파일이에요." },
}

---@type table<string, answer>
local answers = {}
for name, said in pairs(words) do
  answers["shipment." .. name] = { status = said[1], title = said[2], text = said[3] }
end

answers["order.moved"] = { status = 409, title = "그사이 주문이 바뀌었어요",
  text = "이 쪽을 연 뒤에 주문이 바뀌어서 아무것도 하지 않았어요. 지금 상태를 확인하고 다시 시도해 주세요." }

return answers
