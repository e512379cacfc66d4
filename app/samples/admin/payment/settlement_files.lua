-- Settlements to take over.

local providers = { { value = "toss_payments", label = "토스페이먼츠" }, { value = "inicis", label = "KG이니시스" } }

return {
  full = { form = { values = { provider = "inicis", from = "2026-11-22", to = "2026-11-29" },
    errors = { file = "파일을 골라 주세요.", to = "석 달 안에서 골라 주세요." } }, recent = {
    { id = "1", name = "정산내역_202611.xlsx", provider = "KG이니시스", actor = "kim@sample.example", at = 1795897667,
      taken = { new = 120, matched = 119, known = 0, different = 1 } },
    { id = "2", name = "토스페이먼츠 2026-11-01~2026-11-07", provider = "토스페이먼츠", actor = "kim@sample.example",
      at = 1795897667 } }, providers = providers, lists = { providers[1] },
    page = { title = "정산 내역 올리기", crumbs = { { name = "정산", url = "/admin/settlements" },
      { name = "정산 내역 올리기" } } } },
  least = { form = { values = {}, errors = {} }, recent = {}, providers = providers, lists = {},
    page = { title = "정산 내역 올리기" } },
}
