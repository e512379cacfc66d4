-- A cash receipt that a person sees to, one that is to be cancelled, and one that is issued.

local facts = { { label = "주문", link = { label = "261129-4CDDDF5", url = "/admin/orders/261129-4CDDDF5" } },
  { label = "금액", won = 72600 }, { label = "신청", at = 1795897667 }, { label = "승인번호", text = "" } }

local function page() return { title = "현금영수증 261129-4CDDDF5" } end

return {
  full = { receipt = { amount = 72600, version = 2, state = { label = "발급 대기", tone = "wait" },
    problem = "발급해 줄 결제사 계약이 없어요. 홈택스에서 직접 발급해 주세요.", is_cancelling = false }, facts = facts,
    acts = { issued = true, again = true, drop = true }, action = "/admin/receipts/1",
    form = { values = {}, errors = { number = "승인번호를 적어 주세요.", reason = "사유를 적어 주세요." } }, page = page() },
  cancelling = { receipt = { amount = 72600, version = 4, state = { label = "취소 대기", tone = "wait" },
    problem = "직접 발급한 것이라 취소도 직접 해야 해요.", is_cancelling = true }, facts = facts,
    acts = { cancelled = true, again = true }, action = "/admin/receipts/1", form = { values = {}, errors = {} },
    page = page() },
  issued = { receipt = { amount = 72600, version = 3, state = { label = "발급", tone = "good" }, is_cancelling = false },
    facts = facts, link = "https://dashboard.tosspayments.com/receipt/1", acts = {}, action = "/admin/receipts/1",
    form = { values = {}, errors = {} }, page = page() },
  least = { receipt = { amount = 0, version = 1, state = { label = "발급 안 함", tone = "plain" }, is_cancelling = false },
    facts = {}, acts = {}, action = "/admin/receipts/1", form = { values = {}, errors = {} }, page = page() },
}
