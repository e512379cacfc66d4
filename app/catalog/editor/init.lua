-- Editing a product: each function carries out one kind of change on a product that its flow has locked, and tells what it
-- changed, by field.

local crypto = require "crypto"
local fault = require "shared.fault"
local completeness = require "catalog.editor.completeness"
local description = require "catalog.editor.description"
local former = require "catalog.former.store"
local notice = require "catalog.rules.notice"
local sheets = require "catalog.product.store"
local shelf = require "catalog.shelf"
local skus = require "catalog.editor.skus"
local store = require "catalog.editor.store"

local editor = {}

editor.count_up = store.count_up
editor.skus, editor.options, editor.begin_skus = skus.save, skus.set_options, skus.begin
editor.complete = completeness

local function is_id(id) return id:find("^%x%x%x%x%x%x%x%x%-%x%x%x%x%-%x%x%x%x%-%x%x%x%x%-%x%x%x%x%x%x%x%x%x%x%x%x$") end

--- A product with all that its pages edit; nil also for what is no id.
---@param mall_id string
---@param id string
---@return table|nil
function editor.find(mall_id, id) return is_id(id) and store.find(mall_id, id) or nil end

--- The same, locked until the transaction ends.
---@return table|nil
function editor.lock(tx, mall_id, id) return is_id(id) and store.lock(tx, mall_id, id) or nil end

---@alias catalog.changes table<string, {before:any, after:any}>

-- What the log calls them.
local LABELS = { name = "상품명", code = "상품 코드", slug = "주소", category_id = "분류", summary = "한 줄 소개",
  origin = "원산지", maker = "제조·판매원", storage_method = "보관 방법", expiry_text = "소비기한", perishable = "신선식품",
  tax_free = "면세",
  is_new = "신상품", is_best = "베스트", rank = "진열 순서", brand_id = "브랜드" }

local function difference(product, values)
  local changes, columns = {}, {}
  for name, value in pairs(values) do
    if product[name] ~= value then
      changes[LABELS[name]], columns[name] = { before = product[name], after = value }, value
    end
  end
  return changes, columns
end

-- What was typed must be free where nothing may be twice, and there where it is chosen.
local function check(tx, mall_id, product_id, values)
  if not store.category_name(tx, mall_id, values.category_id) then
    return nil, fault("catalog.taken", { fields = { category_id = "분류를 다시 선택해 주세요." } })
  end
  for _, column in ipairs { "code", "slug" } do
    if values[column] and store.is_taken(tx, mall_id, column, values[column], product_id) then
      local label = column == "code" and "상품 코드" or "주소"
      return nil, fault("catalog.taken", { fields = { [column] = ("다른 상품이 쓰고 있는 %s예요."):format(label) } })
    end
  end
  return true
end

--- Names, places and words.
---@param tx table
---@param mall_id string
---@param product table  of editor.lock
---@param values table   of forms.facts
---@return catalog.changes|nil
---@return fault|nil
function editor.facts(tx, mall_id, product, values)
  local free, taken = check(tx, mall_id, product.id, values)
  if not free then return nil, taken end
  local columns = {}
  for _, name in ipairs { "name", "code", "slug", "category_id", "summary", "origin", "maker", "storage_method",
    "expiry_text", "perishable", "tax_free", "is_new", "is_best", "rank" } do columns[name] = values[name] end
  columns.brand_id = store.brand_of(tx, mall_id, values.brand)
  local changes, changed = difference(product, columns)
  if changed.brand_id then changes["브랜드"] = { before = product.brand, after = values.brand } end
  if changed.category_id then
    changes["분류"] = { before = product.category, after = store.category_name(tx, mall_id, values.category_id) }
  end
  if next(changed) then store.change(tx, mall_id, product.id, changed) end
  if changed.slug then former.leave(tx, mall_id, "product", product.slug, values.slug, product.id) end
  local before, after = table.concat(product.tags, ", "), table.concat(values.tags, ", ")
  if before ~= after then
    store.set_tags(tx, mall_id, product.id, values.tags)
    changes["태그"] = { before = before, after = after }
  end
  return changes
end

--- What was typed as tags: words with commas between them, each once.
---@param typed string
---@return string[]
function editor.tags(typed)
  local list, seen = {}, {}
  for word in typed:gmatch("[^,#]+") do
    word = word:match("^%s*(.-)%s*$")
    if word ~= "" and not seen[word] then list[#list + 1], seen[word] = word, true end
  end
  return list
end

--- On sale, hidden, ended: nothing goes on sale with a hole that the law or a shopper would stumble over.
---@return catalog.changes|nil
---@return fault|nil
function editor.status(tx, mall_id, product, values)
  if product.status == values.status then return {} end
  local columns = { status = values.status }
  if values.status == "on_sale" then
    local needed = completeness.needed(completeness.parts(completeness.facts(product)))
    if #needed > 0 then return nil, fault("catalog.not_ready", { missing = table.concat(needed, ", ") }) end
  end
  store.change(tx, mall_id, product.id, columns)
  if values.status == "on_sale" and product.status == "draft" then store.publish(tx, mall_id, product.id) end
  return { ["상태"] = { before = product.status, after = values.status } }
end

---@return catalog.changes
function editor.description(tx, mall_id, product, values)
  local before, blocks = description.write(product.description), description.read(values.description)
  local after = description.write(blocks)
  if before == after then return {} end
  store.change(tx, mall_id, product.id, { description = blocks })
  return { ["상세 설명"] = { before = before, after = after } }
end

editor.describe = description.write

--- The notice that the law asks for: what is said is kept by key, and shown with the official words.
---@param values {kind:string, facts:table<string, string>}
---@return catalog.changes
function editor.notice(tx, mall_id, product, values)
  local kind, facts = completeness.notice(product)
  local changes, same = {}, kind == values.kind and product.notice_kind ~= ""
  if kind ~= values.kind then changes["품목"] = { before = kind, after = values.kind } end
  for _, field in ipairs(notice.fields(values.kind)) do
    local before, after = facts[field.key] or "", values.facts[field.key] or ""
    if before ~= after then changes[field.label] = { before = before, after = after } end
  end
  if same and next(changes) == nil then return {} end
  store.change(tx, mall_id, product.id, { notice_kind = values.kind, notice_facts = values.facts,
    notice = notice.said(values.kind, values.facts) })
  return changes
end

local function listed(pictures)
  local words = {}
  for i, picture in ipairs(pictures) do words[i] = picture.role .. ":" .. picture.id .. " " .. picture.alt end
  return table.concat(words, "\n")
end

--- Pictures in the order that was asked for; those that are not named any more are taken out.
---@param pictures {id:string, role:string, alt:string, position:integer}[]
---@return catalog.changes|nil
---@return fault|nil
function editor.pictures(tx, mall_id, product, pictures)
  table.sort(pictures, function(a, b)
    if a.position ~= b.position then return a.position < b.position end
    return a.at < b.at
  end)
  local before, after = listed(product.pictures), listed(pictures)
  if before == after then return {} end
  if product.status == "on_sale" and not after:find("gallery:", 1, true) then
    return nil, fault("catalog.not_ready", { missing = "대표 사진" })
  end
  store.set_pictures(tx, mall_id, product.id, pictures)
  if #product.pictures == #pictures then return { ["사진"] = { after = "순서, 쓰임이나 설명을 바꿈" } } end
  return { ["사진 수"] = { before = #product.pictures, after = #pictures } }
end

-- Something short that no other product has.
local function fresh_code() return "p" .. crypto.hex(crypto.random(4)) end

--- A new product, a draft still.
---@param values table of forms.new
---@return {id:string, code:string}|nil
---@return fault|nil
function editor.create(tx, mall_id, values)
  local code = values.code or fresh_code()
  local slug = code:lower():gsub("_", "-"):gsub("%-+", "-"):gsub("^%-", ""):gsub("%-$", "")
  if slug == "" then slug = fresh_code() end
  local nobody = "00000000-0000-0000-0000-000000000000"
  local free, taken = check(tx, mall_id, nobody, { code = code, slug = slug, category_id = values.category_id })
  if not free then return nil, taken end
  local id = store.insert(tx, mall_id, { code = code, slug = slug, name = values.name, category_id = values.category_id,
    brand_id = store.brand_of(tx, mall_id, values.brand) })
  return { id = id, code = code }
end

--- A draft that is like a product but for its code, its address and what it has in stock.
---@param product table  of editor.lock
---@return {id:string, code:string}
function editor.duplicate(tx, mall_id, product)
  local code = fresh_code()
  local columns = { code = code, slug = code, name = product.name .. " (복사)" }
  for _, name in ipairs { "brand_id", "category_id", "summary", "description", "origin", "maker", "storage_method",
    "expiry_text", "notice", "notice_kind", "notice_facts", "perishable", "tax_free" } do columns[name] = product[name] end
  local id = store.insert(tx, mall_id, columns)
  store.set_tags(tx, mall_id, id, product.tags)
  store.set_pictures(tx, mall_id, id, product.pictures)
  return { id = id, code = code, skus = skus.copy(tx, mall_id, id, code, product) }
end

--- The facts of a product's page as if it were on sale; the transaction has to be rolled back afterwards.
---@return table|nil
function editor.as_on_sale(tx, mall_id, id)
  local product = store.lock(tx, mall_id, id)
  if not product then return nil end
  if product.status ~= "on_sale" then store.change(tx, mall_id, id, { status = "on_sale" }) end
  shelf.put(tx, mall_id, { id })
  return sheets.in_transaction(tx, mall_id, product.slug)
end

return editor
