-- What may go wrong on the way from the cart to an order, and with calls that are to happen once.

local cart = { label = "장바구니 보기", url = "/cart" }
local again = { label = "주문서 다시 보기", url = "/checkout/confirm" }

return {
  ["checkout.no_draft"] = { status = 409, title = "주문서가 오래되었어요", text = "장바구니에서 다시 주문해 주세요.", action = cart },
  ["checkout.quote_changed"] = { status = 409, title = "금액이 바뀌었어요",
    text = "그사이 가격이나 배송비가 바뀌었어요. 금액을 다시 확인해 주세요.", action = again },
  ["checkout.no_method"] = { status = 422, title = "결제 방법을 골라 주세요", text = "지금 쓸 수 없는 결제 방법이에요. 다른 방법을 골라 주세요.",
    action = { label = "주문서로", url = "/checkout#part-pay" } },
  ["coupon.gone"] = { status = 409, title = "쓸 수 없는 쿠폰이에요",
    text = "이미 쓰셨거나 기간이 지난 쿠폰이에요. 쿠폰을 다시 골라 주세요.", action = again },
  ["coupon.not_enough"] = { status = 422, title = "쓸 수 없는 쿠폰이에요", text = "{missing|을/를} 더 담으시면 쓸 수 있는 쿠폰이에요.",
    action = again },
  ["budget.out"] = { status = 409, title = "준비한 혜택이 끝났어요", text = "준비한 수량이 모두 나가서 혜택을 드릴 수 없어요. 금액을 다시 확인해 주세요.",
    action = again },
  ["idempotency.malformed"] = { status = 400, title = "요청을 처리할 수 없어요",
    text = "Idempotency-Key는 띄어쓰기 없는 영문자와 기호 255자까지예요." },
  ["idempotency.mismatch"] = { status = 422, title = "이미 처리한 요청이에요",
    text = "같은 열쇠로 다른 내용이 왔어요. 처음 요청은 그대로이니, 페이지를 새로 열어 다시 보내 주세요.", back = true },
  ["idempotency.running"] = { status = 409, title = "처리하고 있어요",
    text = "같은 요청을 처리하고 있어요. 잠시 후 다시 확인해 주세요.", retry = 2, back = true },
}
