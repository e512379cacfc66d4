-- What people send to the frame itself: views to keep.

local shape = require "shared.shape"

local forms = {}

forms.view = shape.form {
  shape.text("grid", { label = "목록", max = 40, pattern = "^[a-z][a-z0-9_]*$" }),
  shape.text("name", { label = "이름", max = 30 }),
  shape.text("query", { label = "조건", max = 1000, pattern = "^%?%S*$" }),
  shape.flag("shared", { label = "함께 쓰기" }),
  shape.text("path", { label = "주소", max = 200, pattern = "^/admin[%w/_-]*$" }),
}

forms.forget = shape.form {
  shape.text("path", { label = "주소", max = 200, pattern = "^/admin[%w/_-]*$" }),
}

return forms
