-- What the books answer.

return {
  full = { results = { { number = "I1", says = "주문마다 상품 금액에 배송비를 더하고 할인을 빼면 결제 금액이에요.", findings = {} },
    { number = "I3", says = "재고는 재고 장부의 합이에요.", findings = { "SKU 1: on hand 2, ledger 1" } } },
    page = { title = "장부 확인" } },
  least = { results = {}, page = { title = "장부 확인" } },
}
