-- What may be typed into a category.

local shape = require "shared.shape"

local forms = {}

local function fields(list)
  list[#list + 1] = shape.text("name", { label = "이름", max = 30 })
  list[#list + 1] = shape.text("slug", { label = "주소", max = 60, pattern = "^[%l%d-]+$",
    hint = "주소에는 영문 소문자, 숫자, -만 쓸 수 있어요." })
  list[#list + 1] = shape.text("description", { label = "소개", max = 200, required = false, default = "" })
  list[#list + 1] = shape.flag("hidden", { label = "숨김" })
  function list.check(values, fail)
    local slug = values.slug
    if slug and (slug:find("^%-") or slug:find("%-$") or slug:find("--", 1, true)) then
      fail("slug", "주소의 처음과 끝에는 -를 쓸 수 없고, -를 이어 쓸 수 없어요.")
    end
  end
  return list
end

forms.new = shape.form(fields {})
forms.category = shape.form(fields { shape.integer("version", { label = "판", min = 1, max = 1000000000 }) })

return forms
