-- What a shopper reads when something was not possible: with a number to tell us, and without.

return {
  full = {
    status = 503, title = "잠시만 기다려 주세요", text = "지금은 요청을 처리할 수 없어요.", reference = "REF0123456789",
    actions = { { label = "장바구니 보기", url = "/cart" }, { label = "홈으로", url = "/" } },
    page = { title = "잠시만 기다려 주세요 | 견본상회", robots = "noindex" },
  },
  least = { status = 404, title = "페이지를 찾을 수 없어요", text = "주소를 확인해 주세요.", reference = "REF0123456789",
    actions = { { label = "홈으로", url = "/" } } },
}
