-- How complete a product is: what shoppers and the law want to be told, and what of it is missing. What is needed keeps
-- it off the shelf until it is there.

local notice = require "catalog.rules.notice"

local completeness = {}

---@class catalog.editor.facts
---@field summary string
---@field origin string
---@field maker string
---@field notice_kind string
---@field notice_facts table<string, string>
---@field notice table[]
---@field described boolean       it has a description
---@field gallery integer         pictures
---@field detail integer
---@field priced boolean          something is sold, and all that is sold has a price
---@field units boolean           all that is sold says its unit price

---@class catalog.editor.part
---@field label string
---@field tab string              where it is edited
---@field done boolean
---@field need boolean            without it the product is not sold
---@field text string|nil         what exactly is missing

local foods = { processed_food = true, fresh_food = true }

--- The notice's kind and facts, also of products from before kinds were kept.
---@param product {notice_kind:string, notice_facts:table<string, string>, notice:table[]}
---@return string kind
---@return table<string, string> facts
function completeness.notice(product)
  if product.notice_kind ~= "" then return product.notice_kind, product.notice_facts end
  return notice.recognize(product.notice)
end

local function notice_part(facts)
  local kind, said = completeness.notice(facts)
  local part = { label = "상품정보제공고시", tab = "notice", need = true }
  if kind == "" then
    part.done, part.text = false, "품목을 정하지 않았어요"
    return part, kind
  end
  local missing = {}
  for i, field in ipairs(notice.missing(kind, said)) do missing[i] = field.label end
  part.done = #missing == 0
  part.text = #missing > 0 and table.concat(missing, ", ") or nil
  return part, kind
end

--- The parts of a product, in the order of its pages.
---@param facts catalog.editor.facts
---@return catalog.editor.part[]
function completeness.parts(facts)
  local of_notice, kind = notice_part(facts)
  local parts = {
    { label = "한 줄 소개", tab = "facts", done = facts.summary ~= "" },
    { label = "원산지", tab = "facts", done = facts.origin ~= "" },
    { label = "제조·판매원", tab = "facts", done = facts.maker ~= "" },
    { label = "판매가", tab = "options", done = facts.priced, need = true },
    { label = "대표 사진", tab = "pictures", done = facts.gallery > 0, need = true },
    { label = "상세 사진", tab = "pictures", done = facts.detail > 0 },
    { label = "상세 설명", tab = "description", done = facts.described },
    of_notice,
  }
  if foods[kind] then table.insert(parts, 5, { label = "단위가격", tab = "options", done = facts.units }) end
  for _, part in ipairs(parts) do part.need = part.need or false end
  return parts
end

--- Whole percent of the parts that are there.
---@param parts catalog.editor.part[]
---@return integer
function completeness.percent(parts)
  local done = 0
  for _, part in ipairs(parts) do done = done + (part.done and 1 or 0) end
  return math.floor(done * 100 / #parts)
end

--- What has to be there before the product is sold.
---@param parts catalog.editor.part[]
---@return string[] labels
function completeness.needed(parts)
  local labels = {}
  for _, part in ipairs(parts) do
    if part.need and not part.done then labels[#labels + 1] = part.label end
  end
  return labels
end

--- The facts of a product as the editor's store has it.
---@param product table
---@return catalog.editor.facts
function completeness.facts(product)
  local facts = { gallery = 0, detail = 0, described = #product.description > 0, priced = false, units = true }
  for _, name in ipairs { "summary", "origin", "maker", "notice_kind", "notice_facts", "notice" } do
    facts[name] = product[name]
  end
  for _, picture in ipairs(product.pictures) do facts[picture.role] = facts[picture.role] + 1 end
  local unpriced = false
  for _, sku in ipairs(product.skus) do
    if sku.active then
      facts.priced = true
      unpriced = unpriced or sku.price == 0
      facts.units = facts.units and sku.unit_label ~= nil
    end
  end
  facts.priced = facts.priced and not unpriced
  return facts
end

return completeness
