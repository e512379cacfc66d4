-- One row.

local about = { name = "member", comment = "", url = "/admin/tables/member", columns = 3, writable = true,
  history_url = "/admin/tables/member/history" }

return {
  full = {
    table = about, title = "김*수", key = "m,1", url = "/admin/tables/member/row?key=m,1", unmask = true, unmasked = true,
    check_url = "/admin/checks",
    values = { { name = "name", type = "text", comment = "부르는 이름", kind = "masked", text = "김*수" },
      { name = "note", type = "text", comment = "", kind = "null" }, { name = "memo", type = "text", comment = "",
      kind = "text", text = "두\n줄" },
      { name = "facts", type = "jsonb", comment = "", kind = "code", text = '{\n  "a": 1\n}' },
      { name = "grade_id", type = "uuid", comment = "", kind = "text", text = "단골", key_text = "019a",
      url = "/admin/tables/grade/row?key=1" },
      { name = "password_hash", type = "text", comment = "", kind = "secret", text = "••• (97바이트)" } },
    referrers = { { table = "order", columns = "mall_id, member_id", count = 1000, more_than = true, on_delete = "a",
    url = "/admin/tables/order?f=1" },
      { table = "wish", columns = "mall_id, member_id", count = 2, on_delete = "c" }, { table = "cart",
      columns = "mall_id, member_id", count = 0,
        on_delete = "c", url = "/admin/tables/cart" } },
    edit_url = "/admin/tables/member/edit?key=m,1", delete_url = "/admin/tables/member/delete?key=m,1",
    history_url = "/admin/tables/member/history?key=m,1",
    changes = { { id = "1", act = "고침", action = "update", columns = "name, memo", by = "owner@sample.example",
    at = 1790000000, is_undo = true } },
    page = { title = "김*수 · member" },
  },
  least = {
    table = { name = "order_event", comment = "", url = "/admin/tables/order_event", columns = 1, writable = false,
      history_url = "/admin/tables/order_event/history" },
    title = "1", key = "m,1", url = "/admin/tables/order_event/row?key=m,1", values = {}, referrers = {}, changes = {},
    history_url = "/admin/tables/order_event/history?key=m,1", page = { title = "1 · order_event" },
  },
}
