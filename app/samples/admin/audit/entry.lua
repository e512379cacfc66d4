-- One entry of the log.

local function entry(changes)
  local made = { seq = 7, at = 1795000000, staff = "hana@sample.example", role = "owner", action = "product.change",
    kind = "product",
    subject = "product-1", whose = "", why = "", address = "203.0.113.7", agent = "Mozilla/5.0", request_id = "K7QWERTY23",
    changes = {}, hash = ("ab"):rep(32) }
  for name, value in pairs(changes) do made[name] = value end
  return made
end

local crumbs = { { name = "기록", url = "/admin/audit" }, { name = "7번" } }

return {
  full = { entry = entry { whose = "member-1", why = "배송지 문의" }, title = "상품 변경",
    changes = { { name = "price", before = "1000", after = "900" }, { name = "status", after = "on" }, { name = "tag",
      before = "new" } },
    page = { title = "상품 변경", crumbs = crumbs } },
  least = { entry = entry { kind = "", subject = "", role = "", address = "", agent = "", request_id = "" },
    title = "job.run", changes = {},
    page = { title = "job.run", crumbs = crumbs } },
}
