-- The matrix of roles.

local roles = { { name = "owner", label = "소유자", says = "모든 것을 해요." }, { name = "reader", label = "열람", says = "보기만 해요." } }

local rows = {
  { label = "주문", everywhere = false, cells = { { kind = "write", text = "쓰기" }, { kind = "read", text = "보기" } } },
  { label = "직원", everywhere = true, cells = { { kind = "write", text = "쓰기" }, { kind = "-", text = "" } } },
}

return { full = { roles = roles, rows = rows, page = { title = "역할과 권한" } },
  least = { roles = roles, rows = {}, page = { title = "역할과 권한" } } }
