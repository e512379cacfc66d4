-- Asking for an order by its number: sent back, and as it opens.

return {
  full = {
    form = { values = { number = "261129-4CDDDF5", phone = "01012345678" },
      errors = { number = "맞는 주문을 찾지 못했어요.", phone = "휴대전화를 다시 확인해 주세요." } },
    page = { title = "주문 조회 | 견본상회", robots = "noindex" },
  },
  least = { form = { values = {}, errors = {} } },
}
