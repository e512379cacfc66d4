-- What may be typed into a product, page by page.

local shape = require "shared.shape"
local matrix = require "catalog.editor.matrix"

local forms = {}

local PRICE_MOST = 1000000000

forms.STATUSES = {
  { value = "draft", label = "작성 중", tone = "plain" }, { value = "on_sale", label = "판매 중", tone = "good" },
  { value = "hidden", label = "숨김", tone = "wait" }, { value = "ended", label = "판매 종료", tone = "bad" },
}

local function version() return shape.integer("version", { label = "판", min = 1, max = 1000000000 }) end

local function optional(name, label, max, more)
  local options = { label = label, max = max, required = false, default = "" }
  for key, value in pairs(more or {}) do options[key] = value end
  return shape.text(name, options)
end

local function name() return shape.text("name", { label = "상품명", max = 100 }) end
local function brand() return shape.text("brand", { label = "브랜드", max = 40 }) end
local function category() return shape.uuid("category_id", { label = "분류" }) end

local function code(options)
  options.label, options.max, options.pattern = "상품 코드", 40, "^[%w_-]+$"
  options.hint = "상품 코드에는 영문, 숫자, -, _만 쓸 수 있어요."
  return shape.text("code", options)
end

local function won(field, label, options)
  options.label, options.min, options.max = label, 0, PRICE_MOST
  return shape.won(field, options)
end

local function option_fields(list)
  for i = 1, matrix.OPTIONS_MOST do
    list[#list + 1] = optional("option_name_" .. i, "옵션 이름", 20)
    list[#list + 1] = optional("option_values_" .. i, "옵션 값", 600)
  end
  return list
end

--- What option_fields read, as matrix.read takes it.
---@param values table
---@return {name:string, values:string}[]
function forms.options_of(values)
  local list = {}
  for i = 1, matrix.OPTIONS_MOST do
    list[i] = { name = values["option_name_" .. i] or "", values = values["option_values_" .. i] or "" }
  end
  return list
end

local function check_options(values, fail)
  local _, sentence = matrix.read(forms.options_of(values))
  if sentence then fail("option_values_1", sentence) end
end

local new = option_fields { name(), brand(), category(), code { required = false },
  won("price", "판매가", {}), shape.integer("stock", { label = "재고", min = 0, max = 1000000, default = 0, unit = "개" }) }
new.check = check_options
forms.new = shape.form(new)

local options = option_fields { version() }
options.check = check_options
forms.options = shape.form(options)

local status_words = {}
for i, status in ipairs(forms.STATUSES) do status_words[i] = status.value end

forms.facts = shape.form {
  version(), name(), code {}, brand(), category(),
  shape.text("slug", { label = "주소", max = 80, pattern = "^[%l%d-]+$", hint = "주소에는 영문 소문자, 숫자, -만 쓸 수 있어요." }),
  optional("summary", "한 줄 소개", 120), optional("tags", "태그", 200), optional("origin", "원산지", 60),
  optional("maker", "제조·판매원", 100), optional("storage_method", "보관 방법", 60), optional("expiry_text", "소비기한 안내", 100),
  shape.flag("perishable", { label = "청약철회 제한 신선식품" }), shape.flag("tax_free", { label = "면세 상품" }),
  shape.flag("is_new", { label = "신상품" }),
  shape.flag("is_best", { label = "베스트" }),
  shape.integer("rank", { label = "진열 순서", min = 1, max = 1000000 }),
  check = function(values, fail)
    local slug = values.slug
    if slug and (slug:find("^%-") or slug:find("%-$") or slug:find("--", 1, true)) then
      fail("slug", "주소의 처음과 끝에는 -를 쓸 수 없고, -를 이어 쓸 수 없어요.")
    end
  end,
}

forms.status = shape.form { version(), shape.choice("status", { label = "상태", of = status_words }) }

forms.description = shape.form { version(), optional("description", "상세 설명", 20000, { lines = true }) }

--- What a kind of notice demands.
---@param fields {key:string, label:string}[]
---@return shape_form
function forms.notice(fields)
  local list = { version() }
  for i, field in ipairs(fields) do list[i + 1] = optional("f_" .. field.key, field.label, 500, { lines = true }) end
  return shape.form(list)
end

forms.version = shape.form { version() }

local sku_label = { label = "SKU 코드", max = 40, pattern = "^[%w_-]+$", hint = "SKU 코드에는 영문, 숫자, -, _만 쓸 수 있어요." }

--- One SKU's line in the table of options.
forms.sku = shape.form {
  shape.text("code", sku_label), won("price", "판매가", {}), won("list_price", "정가", { required = false }),
  shape.integer("stock", { label = "재고", min = 0, max = 1000000, required = false }),
  shape.integer("stock_was", { label = "재고", min = 0, max = 1000000, required = false }),
  shape.integer("max_qty", { label = "1회 최대 수량", min = 1, max = 99, default = 99 }),
  shape.integer("weight_g", { label = "무게", min = 0, max = 1000000, required = false }),
  optional("unit_label", "단위", 12), shape.integer("unit_size", { label = "기준량", min = 1, max = 1000000, required = false }),
  shape.integer("unit_quantity", { label = "내용량", min = 1, max = 100000000, required = false }),
  shape.flag("active", { label = "판매" }),
  check = function(values, fail)
    if values.list_price and values.price and values.list_price <= values.price then
      fail("list_price", "정가는 판매가보다 커야 해요. 할인하지 않으면 비워 두세요.")
    end
    local units = (values.unit_label ~= "" and 1 or 0) + (values.unit_size and 1 or 0) + (values.unit_quantity and 1 or 0)
    if units ~= 0 and units ~= 3 then fail("unit_label", "단위가격은 단위, 기준량, 내용량을 함께 입력해 주세요.") end
  end,
}

--- The fields of one line: those of the form that end in its id.
---@param form table<string, any>
---@param id string
---@return table
function forms.line(form, id)
  local line = {}
  for field, value in pairs(form) do
    local stem = field:match("^(.*)%." .. id:gsub("%-", "%%-") .. "$")
    if stem then line[stem] = value end
  end
  return line
end

forms.upload = shape.form { version(), optional("alt", "대체 텍스트", 120),
  shape.choice("role", { label = "쓰임", of = { "gallery", "detail" }, default = "gallery" }) }

forms.picture = shape.form { optional("alt", "대체 텍스트", 120),
  shape.choice("role", { label = "쓰임", of = { "gallery", "detail" }, default = "gallery" }),
  shape.integer("position", { label = "순서", min = 1, max = 1000, default = 1000 }), shape.flag("remove", { label = "빼기" }) }

return forms
