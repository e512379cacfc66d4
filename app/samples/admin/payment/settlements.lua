-- Settlements of a month, with what differs; and of none.

local providers = { { value = "toss_payments", label = "토스페이먼츠" }, { value = "inicis", label = "KG이니시스" } }
local page = { title = "정산", crumbs = { { name = "결제", url = "/admin/payments" }, { name = "정산" } } }
local actions = { { label = "정산 내역 올리기", url = "/admin/settlements/files", icon = "upload", main = true } }

return {
  full = { open = 2, unmatched = 1, differences = {
    { id = "1", day = "2026-11-28", provider = "토스페이먼츠", what = "수수료가 계약과 다름", reference = "261128-4CDDDF5-1",
      url = "/admin/payments/1", ours = 2178, theirs = 2300, is_open = true, note = "", by = "" },
    { id = "2", day = "2026-11-27", provider = "KG이니시스", what = "우리에게 없는 거래",
      reference = "StdpayCARDINIpayTest20261127111111111111", ours = 0, theirs = 12000, is_open = true, note = "", by = "" },
    { id = "3", day = "2026-11-26", provider = "토스페이먼츠", what = "정산되지 않은 결제", reference = "261126-4CDDDF6-1",
      url = "/admin/payments/2", ours = 33000, theirs = 0, is_open = false, note = "나중에 온 정산 내역과 맞아요.", by = "자동" } },
    days = {
      { day = "2026-11-28", provider = "토스페이먼츠", lines = 31, gross = 1240000, returned = 72600, expected = 34687,
        charged = 34809, net = 1132591, paid_out = 0 },
      { day = "2026-11-27", provider = "KG이니시스", lines = 12, gross = 410000, returned = 0, charged = 12177, net = 397823,
        paid_out = 397823 } },
    total = { lines = 43, gross = 1650000, returned = 72600, expected = 34687, charged = 46986, net = 1530414,
      paid_out = 397823 },
    chart = { width = 640, height = 160, most = 1167400, bars = {
      { x = 20, y = 103.8, width = 60, height = 56.2, kind = "sold", day = "2026-11-27", amount = 410000 },
      { x = 80, y = 105.5, width = 60, height = 54.5, kind = "net", day = "2026-11-27", amount = 397823 },
      { x = 180, y = 0, width = 60, height = 160, kind = "sold", day = "2026-11-28", amount = 1167400 },
      { x = 240, y = 4.8, width = 60, height = 155.2, kind = "net", day = "2026-11-28", amount = 1132591 } } },
    ask = { from = "2026-10-30", to = "2026-11-29", provider = "toss_payments" }, providers = providers, may_write = true,
    csv = "/admin/settlements/days.csv?from=2026-10-30&to=2026-11-29", actions = actions,
    form = { values = {}, errors = { note = "확인한 내용을 적어 주세요." } }, page = page },
  least = { open = 0, unmatched = 0, differences = {}, days = {},
    total = { lines = 0, gross = 0, returned = 0, expected = 0, charged = 0, net = 0, paid_out = 0 },
    ask = { from = "2026-10-30", to = "2026-11-29" }, providers = providers, may_write = false,
    csv = "/admin/settlements/days.csv", form = { values = {}, errors = {} }, page = { title = "정산" } },
}
