-- The rows of a table.

local about = { name = "product", comment = "파는 것", url = "/admin/tables/product", columns = 4, writable = true,
  history_url = "/admin/tables/product/history", new_url = "/admin/tables/product/new" }
local ledger = { name = "order_event", comment = "", url = "/admin/tables/order_event", columns = 4, writable = false,
  history_url = "/admin/tables/order_event/history" }
local operators = { { name = "like", label = "포함" }, { name = "is", label = "같음" } }

return {
  full = {
    table = about, count = 10000, more_than = true, export_url = "/admin/tables/product/export",
    malls_url = "/admin/tables/product?malls=all",
    mall_name = "견본상회", query = { { "f", "name:like:사과" } }, askable = { { name = "name" }, { name = "status",
    choices = { "draft" } } },
    operators = operators, words = { "draft" }, all_url = "/admin/tables/product?all=1", all = false,
    filters = { { text = "name 포함 사과", url = "/admin/tables/product" },
      { text = "price 이상 많이", url = "/admin/tables/product", problem = "정수를 숫자로 써 주세요." } },
    heads = { { name = "name", url = "/admin/tables/product?sort=name", sorted = "up" }, { name = "price", right = true,
      url = "/admin/tables/product?sort=price", sorted = "down" }, { name = "at", url = "/admin/tables/product?sort=at" },
      { name = "email" }, { name = "password_hash" }, { name = "brand_id" }, { name = "options" } },
    rows = { { url = "/admin/tables/product/row?key=1", title = "햇사과", cells = { { kind = "text", text = "햇사과" },
      { kind = "figure", text = "9,007,199,254,740,993" }, { kind = "null" }, { kind = "masked",
      text = "ki*@sample.example" },
      { kind = "secret", text = "••• (97바이트)" }, { kind = "text", text = "들녘",
      url = "/admin/tables/brand/row?key=2", key_text = "2" },
      { kind = "code", text = '["1kg"]' } } },
      { url = "/admin/tables/product/row?key=2", title = "2", cells = { { kind = "null" }, { kind = "text",
      text = "" } } } },
    next_url = "/admin/tables/product?after=2", first_url = "/admin/tables/product", page = { title = "product" },
  },
  every_mall = {
    table = about, count = 1, malls_url = "/admin/tables/product", export_url = "/admin/tables/product/export",
    query = {}, askable = {},
    operators = operators, words = {}, all_url = "/admin/tables/product", all = true, filters = {},
    heads = { { name = "name" } },
    rows = { { title = "줄", cells = { { kind = "text", text = "열쇠 없는 줄" } } } }, keyless = true,
    page = { title = "product" },
  },
  least = {
    table = ledger, count = 0, export_url = "/admin/tables/order_event/export", query = {}, askable = {},
    operators = operators, words = {},
    all_url = "/admin/tables/order_event?all=1", all = false, filters = {}, heads = {}, rows = {},
    page = { title = "order_event" },
  },
}
