-- Asking on somebody's behalf: with its sum and what is wrong, and at the least.

local sums = require "samples.refund_sums"

local page = { title = "취소·반품 접수", crumbs = { { name = "주문", url = "/admin/orders" }, { name = "취소·반품 접수" } } }

return {
  full = { number = "261129-4CDDDF5", kind = "cancel", action = "/admin/orders/261129-4CDDDF5/claim",
    problem = "수량을 확인해 주세요.",
    lines = { { position = 1, name = "맑은 갈비탕 700g", label = "2팩", unit_price = 18000, most = 2, chosen = 1, state = "결제완료" },
      { position = 2, name = "햇사과 5kg", unit_price = 32000, most = 0, chosen = 0, why = "이미 신청하셨어요." } },
    reasons = { { value = "sold_out", label = "품절로 보내 드릴 수 없어요 (판매자)" } }, reason = "sold_out",
    kinds = { { label = "취소", url = "/admin/orders/261129-4CDDDF5/claim?kind=cancel", active = true } },
    banks = { { value = "004", label = "국민은행" } }, key = "0192f3c0-0000-7000-8000-000000000000",
    plan = { rows = sums.full.rows, total = sums.full.total, notes = sums.full.notes, needs_account = true },
    form = { values = { bank_code = "004" }, errors = { account = "계좌번호를 입력해 주세요." } }, page = page },
  least = { number = "261129-4CDDDF5", kind = "return", action = "/admin/orders/261129-4CDDDF5/claim", lines = {},
    reasons = {},
    kinds = {}, banks = {}, key = "0192f3c0-0000-7000-8000-000000000000", form = { values = {}, errors = {} }, page = page },
}
