-- Staff as the pages about them show them.

local people = {}

people.owner = { id = "staff-1", email = "hana@sample.example", name = "김하나", active = true, enrolled = true,
  roles = { { role = "owner", label = "소유자", mall = "모든 가게" } }, sessions = 2, recovery_left = 9, seen_at = 1795000000,
  created_at = 1790000000, url = "/admin/staff/staff-1",
  devices = { { id = "session-1", device = "Chrome · Mac", address = "203.0.113.7", created_at = 1795000000,
    seen_at = 1795003600 } } }

people.closed = { id = "staff-2", email = "a.very.long.address.of.somebody@sample.example", name = "남궁아주긴이름을가진사람",
  active = false, enrolled = false, roles = {}, sessions = 0, recovery_left = 0, created_at = 1790000000,
  url = "/admin/staff/staff-2", devices = {} }

people.choices = {
  roles = { { value = "owner", label = "소유자", note = "모든 것을 해요." }, { value = "cs", label = "고객 담당",
    note = "주문과 문의를 다뤄요." } },
  malls = { { value = "", label = "모든 가게" }, { value = "mall-1", label = "견본상회" } },
}

people.role_options = { { value = "owner", label = "소유자" }, { value = "none", label = "역할 없음" } }

return people
