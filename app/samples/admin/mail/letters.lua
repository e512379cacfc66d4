-- The letters there are.

return {
  full = {
    letters = { { name = "order/placed", label = "주문 접수", kind = "알리는 메일", url = "/admin/mail/letters/order/placed" },
      { name = "member/reset", label = "비밀번호 재설정", kind = "계정을 지키는 메일", url = "/admin/mail/letters/member/reset" } },
    page = { title = "메일 미리보기", crumbs = { { name = "메일", url = "/admin/mail" }, { name = "미리보기" } } },
  },
  least = { letters = {}, page = { title = "메일 미리보기" } },
}
