-- What a sheet of prices and stock would change, or has changed.

local page = { title = "가격·재고 일괄 수정", crumbs = { { name = "상품", url = "/admin/products" }, { name = "goods.xlsx" } } }

local function sheet(more)
  local made = { id = "g1", file_name = "goods-2026-11-29.xlsx", actor = "md@sample.example", done = false, undone = false,
    is_undo = false, at = 1795897667, line_count = 120, count = 3, drops = 0 }
  for name, value in pairs(more or {}) do made[name] = value end
  return made
end

local rows = {
  { line = 7, code = "A-1", name = "견본 상품", title = "판매가", old = "12,000원", new = "1,200원", drop = true },
  { line = 9, code = "A-2", name = "견본 상품", title = "재고", old = "12개", new = "30개", drop = false },
}

return {
  full = { sheet = sheet { drops = 1 }, rows = rows, problem = "A-1이 그사이 바뀌어 아무것도 바꾸지 않았어요.",
    url = "/admin/goods-sheets/g1", may_write = true, page = page },
  done = { sheet = sheet { done = true }, rows = rows, url = "/admin/goods-sheets/g1", may_write = true, page = page },
  undone = { sheet = sheet { done = true, undone = true, is_undo = true }, rows = {}, url = "/admin/goods-sheets/g1",
    may_write = true, page = page },
  least = { sheet = sheet { count = 0 }, rows = {}, url = "/admin/goods-sheets/g1", may_write = false, page = page },
}
