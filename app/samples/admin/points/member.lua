-- A member's points as staff see them.

local at = 1795897667.905

return {
  full = {
    name = "김*본", balance = 12300, expiring_text = "30일 안에 사라질 적립금", expiring_sum = 1700,
    movements = {
      { label = "적립", reason = "가입을 축하해요", at = at, amount = 2000, plus = true, expires_at = 1827846000 },
      { label = "사용", reason = "주문 261129-4CDDDF5", at = at - 86400, amount = 3000, plus = false },
    },
    pager = { page = 1, pages = 2, next_url = "/admin/members/1/points?page=2",
      pages_list = { { n = 1, url = "/admin/members/1/points", active = true },
        { n = 2, url = "/admin/members/1/points?page=2", active = false } } },
    action = "/admin/members/1/points", key = "019f0000-0000-7000-8000-000000000001", problem = "쓸 수 있는 적립금이 모자라요.",
    form = { values = { way = "take", amount = "99999", reason = "정정" }, errors = { amount = "적립금을 다시 확인해 주세요." } },
    may_write = true,
    page = { title = "김*본 적립금", crumbs = { { name = "적립금", url = "/admin/points" }, { name = "김*본" } } },
  },
  least = {
    name = "*", balance = 0, expiring_text = "30일 안에 사라질 적립금", expiring_sum = 0, movements = {},
    pager = { page = 1, pages = 1, pages_list = {} }, action = "/admin/members/1/points",
    key = "019f0000-0000-7000-8000-000000000001", form = { values = {}, errors = {} }, may_write = false,
    page = { title = "적립금" },
  },
}
