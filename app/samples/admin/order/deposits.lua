-- What confirming deposits would do.

return {
  full = {
    preview = {
      rows = {
        { number = "261129-4CDDDF5", url = "/admin/orders/261129-4CDDDF5", depositor = "박*냄", amount = 72600,
          badge = { label = "입금대기", tone = "wait" }, becomes = { label = "결제완료", tone = "good" } },
        { number = "261129-4CDDDF6", url = "/admin/orders/261129-4CDDDF6", depositor = "박*냄", amount = 72600,
          badge = { label = "결제완료", tone = "good" }, problem = "입금을 기다리는 주문이 아니에요" },
        { number = "261129-4CDDDF7", problem = "이 몰에 없는 주문이에요" },
      },
      possible = { "261129-4CDDDF5" }, amount = 72600,
    },
    return_to = "/admin/orders",
    page = { title = "입금 확인", crumbs = { { name = "주문", url = "/admin/orders" }, { name = "입금 확인" } } },
  },
  least = { preview = { rows = {}, possible = {}, amount = 0 }, return_to = "/admin/orders", page = { title = "입금 확인" } },
}
