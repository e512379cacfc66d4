-- What a sheet of tracking numbers would do, does, and has done.

local page = { title = "송장 일괄 등록", crumbs = { { name = "주문", url = "/admin/orders" }, { name = "송장.xlsx" } } }

local function sheet(more)
  local made = { id = "s1", file_name = "송장-2026-11-29.xlsx", actor = "cs@sample.example", status = "read", dispatch = false,
    at = 1795897667, counts = { waiting = 3, done = 0, same = 0, failed = 0 }, total = 3 }
  for name, value in pairs(more or {}) do made[name] = value end
  return made
end

local function row(more)
  local made = { line = 2, number = "261129-4CDDDF5", url = "/admin/orders/261129-4CDDDF5", carrier = "CJ대한통운",
    invoice = "1234-5678-9012", what = "남은 상품 모두", badge = { label = "등록 전", tone = "wait" } }
  for name, value in pairs(more or {}) do made[name] = value end
  return made
end

return {
  full = { sheet = sheet(), rows = { row(), row { line = 3, what = "1번째 상품 2개" },
    row { line = 4, number = "261129-4CDDDF5-C1", url = "/admin/claims/c1", what = "상품 모두", exchange = true } },
    url = "/admin/invoices/s1",
    may_write = true,
    problem = "이미 등록했거나 등록하고 있는 파일이에요.", page = page },
  running = { sheet = sheet { status = "running", dispatch = true, counts = { waiting = 400, done = 100, same = 0,
    failed = 0 },
    total = 500 }, rows = { row() }, url = "/admin/invoices/s1", may_write = true, page = page },
  done = { sheet = sheet { status = "done", dispatch = true, counts = { waiting = 0, done = 1, same = 1, failed = 1 } },
    rows = { row { badge = { label = "못 했어요", tone = "bad" }, problem = "보낼 상품이 없어요." },
      row { badge = { label = "등록했어요", tone = "good" } }, row { badge = { label = "이미 있어요" } } },
    url = "/admin/invoices/s1", may_write = true, page = page },
  least = { sheet = sheet { total = 0 }, rows = {}, url = "/admin/invoices/s1", may_write = false, page = page },
}
