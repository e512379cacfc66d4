-- One member in the back office: shut out and unmasked, as one usually is, and gone.

local facts = { { label = "이름", text = "김*본" }, { label = "이메일", text = "ki*@example.kr" }, { label = "등급", text = "basic" },
  { label = "가입", at = 1790000000 } }
local crumbs = { { name = "회원", url = "/admin/members" }, { name = "김*본" } }
local page = { title = "회원 김*본", crumbs = crumbs }

local function sample(changes)
  local one = { id = "0198c0de-0000-7000-8000-000000000001", url = "/admin/members/0198c0de-0000-7000-8000-000000000001",
    open = false, badge = { label = "이용 중", tone = "good" }, facts = facts, title = "김*본", gone = false,
    orders = {}, consents = {}, devices = {}, notes = {} }
  for name, value in pairs(changes) do one[name] = value end
  return one
end

return {
  full = {
    member = sample { badge = { label = "이용 제한", tone = "bad" }, blocked_at = 1790000000, blocked_why = "카드 도용 신고",
      orders = { { number = "261129-4CDDDF5", url = "/admin/orders/261129-4CDDDF5", placed_at = 1790000000, amount = 44000,
        badge = { label = "입금대기", tone = "wait" } } },
      consents = { { at = 1790000000, what = "이메일 소식", agreed = true, channel = "회원가입" },
        { at = 1790000000, what = "문자 소식", agreed = false, channel = "마이페이지" } },
      devices = { { id = "1", device = "크롬 · 윈도우", seen_at = 1790000000, address = "192.0 …" } },
      notes = { { author = "이상담", note = "배송지를 자주 바꾸심", at = 1790000000 } } },
    may = { write = true, unmask = true, points = true },
    form = { values = { note = "" }, errors = { why = "보는 이유를 입력해 주세요.", note = "메모를 입력해 주세요." } }, page = page,
  },
  usual = { member = sample {}, may = { write = true, unmask = true, points = true },
    form = { values = {}, errors = {} }, page = page },
  least = { member = sample { gone = true, title = "탈퇴한 회원", badge = { label = "탈퇴" } },
    may = { write = false, unmask = false, points = false }, form = { values = {}, errors = {} }, page = page },
}
