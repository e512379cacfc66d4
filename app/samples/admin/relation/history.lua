-- What was changed by hand.

local about = { name = "brand", url = "/admin/tables/brand" }

return {
  full = {
    table = about, title = "들녘", of_row = true, row_url = "/admin/tables/brand/row?key=m,1",
    return_to = "/admin/tables/brand/history?key=m,1",
    undo_url = "/admin/tables/brand/undo", next_url = "/admin/tables/brand/history?key=m,1&before=1",
    changes = {
      { id = "3", act = "고침", action = "update", by = "owner@sample.example", at = 1790000000, why = "오타",
      key = "m,1", is_undo = true,
        differences = { { name = "name", was = { kind = "text", text = "들녁" }, is = { kind = "text",
        text = "들녘" } } } },
      { id = "2", act = "만듦", action = "insert", by = "owner@sample.example", at = 1790000000, key = "m,1",
      undone = true,
        differences = { { name = "name", is = { kind = "null" } } } },
      { id = "1", act = "지움", action = "delete", by = "owner@sample.example", at = 1790000000, key = "m,1", along = true,
        differences = { { name = "name", was = { kind = "secret", text = "•••" } } } },
    },
    page = { title = "들녘 변경 기록" },
  },
  whole = {
    table = about, title = "brand", return_to = "/admin/tables/brand/history", undo_url = "/admin/tables/brand/undo",
    changes = { { id = "3", act = "고침", action = "update", by = "owner@sample.example", at = 1790000000, key = "m,1",
      url = "/admin/tables/brand/history?key=m,1", differences = {} } }, page = { title = "brand 변경 기록" },
  },
  least = { table = about, title = "brand", changes = {}, return_to = "/admin/tables/brand/history",
  undo_url = "/admin/tables/brand/undo",
    page = { title = "brand 변경 기록" } },
}
