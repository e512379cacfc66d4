-- What would happen to the orders that were chosen.

return {
  full = {
    title = "발주확인", text = "고른 주문의 상품을 준비하기 시작해요.",
    rows = {
      { number = "261129-4CDDDF5", url = "/admin/orders/261129-4CDDDF5", badge = { label = "결제완료", tone = "good" },
        goods = "가마솥 손누룽지 500g 외 1건", recipient = "이*음", does = "상품 3개", problem = "결제완료인 상품이 없어요" },
      { number = "261129-4CDDDF6", url = "/admin/orders/261129-4CDDDF6", badge = { label = "배송중", tone = "good" },
        goods = "콜드브루 원액", recipient = "김*본", problem = "결제완료인 상품이 없어요" },
      { number = "261129-4CDDDF7", problem = "이 몰에 없는 주문이에요" },
    },
    possible = { "261129-4CDDDF5" }, action = "/admin/orders/bulk/prepare/confirm", return_to = "/admin/orders",
    page = { title = "발주확인", crumbs = { { name = "주문", url = "/admin/orders" }, { name = "발주확인" } } },
  },
  least = { title = "발송 처리", text = "송장을 등록한 배송을 배송중으로 바꿔요.", rows = {}, possible = {},
    action = "/admin/orders/bulk/dispatch/confirm", return_to = "/admin/orders", page = { title = "발송 처리" } },
}
