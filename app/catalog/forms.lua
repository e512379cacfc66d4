-- What the addresses of lists and searches may carry. A query string is not a form that someone filled in: what makes no
-- sense in it is ignored, never an error page.

local shape = require "shared.shape"

local forms = {}

local function sorts(of) return shape.choice("sort", { label = "정렬", of = of, required = false }) end

forms.list = shape.form {
  shape.text("brand", { label = "브랜드", max = 200, required = false }),
  shape.text("tag", { label = "태그", max = 200, required = false }),
  shape.text("price", { label = "가격", max = 24, pattern = "^%d*%-%d*$", required = false }),
  sorts { "recommended", "newest", "cheap", "dear", "discount" },
  shape.integer("page", { label = "쪽", min = 1, max = 200, required = false }),
}

forms.search = shape.form {
  shape.text("q", { label = "검색어", max = 60, required = false }),
  sorts { "relevance", "newest", "cheap", "dear", "discount" },
  shape.integer("page", { label = "쪽", min = 1, max = 42, required = false }),
}

--- The fields of `args` that make sense, one by one.
---@param form table
---@param args table<string, string|string[]>
---@return table<string, any>
function forms.lenient(form, args)
  local values, errors = form:read(args)
  if values then return values end
  local kept = {}
  for _, field in ipairs(form.fields) do
    if not errors[field.name] then kept[field.name] = args[field.name] end
  end
  return form:read(kept) or {}
end

return forms
