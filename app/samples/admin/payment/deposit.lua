-- A deposit to decide about, and ones that were decided.

local facts = { { label = "보낸 분", text = "박보냄" }, { label = "금액", won = 72500 }, { label = "입금일시",
  at = 1795897667 } }

return {
  full = { deposit = { amount = 72500, version = 1, state = { label = "확인 필요", tone = "wait" },
    lane = { label = "더 적게 입금", tone = "wait" } }, facts = facts,
    candidates = { { number = "261129-4CDDDF5", url = "/admin/orders/261129-4CDDDF5" } },
    acts = { assign = true, ["return"] = true, ignore = true }, action = "/admin/deposits/1",
    form = { values = { number = "261129-4CDDDF5" }, errors = { reason = "사유를 적어 주세요." } },
      page = { title = "입금 박*냄" } },
  returning = { deposit = { amount = 72500, version = 2, state = { label = "돌려줄 돈", tone = "wait" } }, facts = facts,
    candidates = {}, acts = { returned = true, reopen = true }, action = "/admin/deposits/1", form = { values = {},
      errors = {} },
    page = { title = "입금 박*냄" } },
  least = { deposit = { amount = 72600, version = 1, state = { label = "주문에 반영", tone = "good" } }, facts = {},
    candidates = {},
    acts = {}, action = "/admin/deposits/1", form = { values = {}, errors = {} }, page = { title = "입금 박*냄" } },
}
