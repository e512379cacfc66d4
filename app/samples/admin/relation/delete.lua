-- The question before a row is deleted.

local about = { name = "brand", url = "/admin/tables/brand" }

return {
  full = {
    table = about, title = "들녘", values = { { name = "name", kind = "text", text = "들녘" }, { name = "note",
    kind = "null" } },
    referrers = { { table = "product", columns = "mall_id, brand_id", count = 1000, more_than = true,
    says = "이 행을 가리켜서 지울 수 없어요", blocks = true },
      { table = "brand_note", columns = "mall_id, brand_id", count = 2, says = "함께 지워져요" } },
    blocked = true, secret = true, problem = "그사이 바뀌었어요.", key = "m,1", version = "0cc1",
    action = "/admin/tables/brand/delete",
    cancel_url = "/admin/tables/brand/row?key=m,1", page = { title = "들녘 지우기 · brand" },
  },
  least = { table = about, title = "들녘", values = {}, referrers = {}, key = "m,1", version = "0cc1",
  action = "/admin/tables/brand/delete",
    cancel_url = "/admin/tables/brand/row?key=m,1", page = { title = "들녘 지우기 · brand" } },
}
