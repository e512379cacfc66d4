-- A product's pictures in the back office: bringing them in, ordering them, and saying what is seen on them.

local editor = require "catalog.editor"
local forms = require "catalog.editor.forms"
local product_pages = require "catalog.editor.admin"
local view = require "catalog.editor.view"
local edit_product = require "flows.edit_product"
local keep_picture = require "flows.keep_picture"

local pages = {}

local function pictures_view(product, typed, errors)
  local list = {}
  for i, picture in ipairs(product.pictures) do
    list[i] = { id = picture.id, key = i, width = picture.width, height = picture.height, color = picture.color,
      alt = picture.alt, errors = errors and errors[i], values = typed and typed[i]
        or { alt = picture.alt, role = picture.role, position = picture.position } }
  end
  return list
end

local function show(ctx, product, made, status)
  made.form = made.form or { values = {} }
  made.pictures = made.pictures or pictures_view(product)
  return product_pages.show(ctx, product, "pictures", made, status)
end

function pages.show(ctx)
  local product = editor.find(ctx.mall.id, ctx.params.id)
  if not product then return ctx:not_found() end
  return show(ctx, product, {})
end

local function settle(ctx, done, fault, said)
  if done then
    ctx:flash("ok", done.changed and said or "바뀐 것이 없어요.")
    return ctx:redirect(view.url(ctx.params.id, "pictures"))
  end
  local product = editor.find(ctx.mall.id, ctx.params.id)
  if not product then return nil, fault end
  return show(ctx, product, { problem = ctx:sentence(fault) }, fault.code == "catalog.changed" and 409 or 422)
end

-- Those there are, as editor.pictures takes them.
local function as_listed(product)
  local list = {}
  for i, picture in ipairs(product.pictures) do
    list[i] = { id = picture.id, role = picture.role, alt = picture.alt, position = picture.position, at = i }
  end
  return list
end

-- A file field that was left empty comes as a file without a name.
local function sent_files(ctx)
  local list = {}
  for _, sent in ipairs(ctx.req:files().files or {}) do
    if sent.size > 0 then list[#list + 1] = sent end
  end
  return list
end

--- POST: one picture or several, behind those that are there.
function pages.add(ctx)
  local product = editor.find(ctx.mall.id, ctx.params.id)
  if not product then return ctx:not_found() end
  local values, errors = ctx:form(forms.upload)
  local files = sent_files(ctx)
  if not values or #files == 0 then
    return show(ctx, product, { form = { values = {}, errors = errors or { files = "사진 파일을 골라 주세요." } } }, 422)
  end
  local list = as_listed(product)
  for i, sent in ipairs(files) do
    local id, fault = keep_picture.run(ctx, sent)
    if not id then
      local said = sent.filename .. ": " .. ctx:sentence(fault)
      return show(ctx, product, { form = { values = values, errors = { files = said } } }, 422)
    end
    list[#list + 1] = { id = id, role = values.role, alt = values.alt ~= "" and values.alt or product.name,
      position = 1000 + i, at = #list + 1 }
  end
  local done, fault = edit_product.run(ctx, "pictures", product.id, values.version, list)
  return settle(ctx, done, fault, ("사진 %d장을 올렸어요."):format(#files))
end

--- POST: order, use and words of those that are there.
function pages.save(ctx)
  local product = editor.find(ctx.mall.id, ctx.params.id)
  if not product then return ctx:not_found() end
  local version, wrong = ctx:form(forms.version)
  if not version then return ctx:invalid(wrong) end
  local list, errors, typed = {}, nil, {}
  for i, picture in ipairs(product.pictures) do
    local values, problems, sent = ctx:form(forms.picture, forms.line(ctx.form_fields, tostring(i)))
    typed[i] = sent
    if values and not values.remove and values.alt == "" then problems = { alt = "사진에 무엇이 보이는지 적어 주세요." } end
    if problems then
      errors = errors or {}
      errors[i] = problems
    elseif not values.remove then
      list[#list + 1] = { id = picture.id, role = values.role, alt = values.alt, position = values.position, at = i }
    end
  end
  if errors then
    return show(ctx, product, { problem = "표시된 칸을 확인해 주세요.", pictures = pictures_view(product, typed, errors) }, 422)
  end
  local done, fault = edit_product.run(ctx, "pictures", product.id, version.version, list)
  return settle(ctx, done, fault, "사진을 저장했어요.")
end

return pages
