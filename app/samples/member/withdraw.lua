-- Leaving: sent back, not possible yet, and as it opens.

local kept = { { what = "주문 기록", why = "전자상거래법", years = "5년" } }

return {
  full = { title = "회원 탈퇴", my = "withdraw", kept = kept, open_orders = {},
    form = { values = {}, errors = { current_password = "비밀번호가 맞지 않아요.", agree_withdraw = "체크해 주세요." } },
    page = { title = "회원 탈퇴 | 견본상회", robots = "noindex" } },
  waiting = { title = "회원 탈퇴", my = "withdraw", kept = kept, form = { values = {}, errors = {} },
    open_orders = { { number = "261129-4CDDDF5", label = "입금대기", placed_at = 1790000000 } } },
  least = { title = "회원 탈퇴", my = "withdraw", kept = {}, open_orders = {}, form = { values = {}, errors = {} } },
}
