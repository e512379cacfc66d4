-- The tables of the installation.

local function table_of(name, more)
  local one = { name = name, comment = "", url = "/admin/tables/" .. name, columns = 12, rows = 1234567, writable = true,
    history_url = "/admin/tables/" .. name .. "/history", new_url = "/admin/tables/" .. name .. "/new" }
  for key, value in pairs(more or {}) do one[key] = value end
  return one
end

return {
  full = {
    tables = { table_of("product", { comment = "파는 것" }), table_of("order_event", { writable = false, rows = 0 }) },
    words = "pro", count = 40,
    newest = { { table = "product", act = "고침", by = "owner@sample.example", at = 1790000000,
    url = "/admin/tables/product/history?key=1",
      is_undo = true, undone = true }, { table = "gone", act = "지움", by = "owner@sample.example", at = 1790000000 } },
    page = { title = "데이터" },
  },
  least = { tables = {}, words = "", count = 0, newest = {}, page = { title = "데이터" } },
}
