-- A product's pages in the back office, one for each part of it. Each saves only its own part, of the product that was seen:
-- who was slower than somebody else gets what they typed back, and saves again knowing it.

local editor = require "catalog.editor"
local forms = require "catalog.editor.forms"
local list = require "catalog.list.store"
local matrix = require "catalog.editor.matrix"
local notice = require "catalog.rules.notice"
local preview_link = require "catalog.editor.preview_link"
local view = require "catalog.editor.view"
local edit_product = require "flows.edit_product"
local show_history = require "flows.show_history"

local pages = {}

-- What fits into the cookie of a message, beside what else is said.
local WAY_BACK_MOST = 1800

local function find(ctx) return editor.find(ctx.mall.id, ctx.params.id) end

-- Where the mall is looked at: here, or, where another mall of the house is worked on, at its own name.
local function shop_of(ctx)
  local host = ctx.mall.canonical_host
  if not host or host == ctx.req:host() then return "" end
  local port = (ctx.req:header "Host" or ""):match ":%d+$"
  return ctx.scheme .. "://" .. host .. (port or "")
end

-- `made` is what the page shows beside the product; its `form` has values, errors and the version that is edited.
local function show(ctx, product, tab, made, status)
  made.head = view.head(product, tab, ctx.staff.can "products.write", shop_of(ctx), preview_link.make(product.id))
  if made.form then made.form.version = product.version end
  made.page = { title = product.name, crumbs = { { name = "상품", url = "/admin/products" }, { name = product.name } } }
  return ctx:render("catalog/" .. tab, made, status)
end

-- The way back from what was saved: the form as it was before, sent again. More than a cookie holds has none.
local function way_back(url, before, product)
  local fields, length = { version = tostring(product.version + 1) }, 0
  for name, value in pairs(before) do
    if value then fields[name] = value == true and "1" or tostring(value) end
    length = length + #name + #(fields[name] or "")
  end
  if length <= WAY_BACK_MOST then return { label = "되돌리기", url = url, fields = fields } end
end

-- After a change: on to the page, or the same page with what is wrong. `again(form)` makes the page's view of a form;
-- `values_of(product)` is the form as it stands, where the change can be taken back.
local function settle(ctx, tab, done, fault, typed, again, values_of)
  if done then
    local url = view.url(ctx.params.id, tab)
    local back = done.changed and values_of and way_back(url, values_of(done.product), done.product)
    ctx:flash(back and "undo" or "ok", done.changed and "저장했어요." or "바뀐 것이 없어요.", back or nil)
    return ctx:redirect(url)
  end
  local product = find(ctx)
  if not product then return nil, fault end
  local made = again(product, { values = typed, errors = fault.fields })
  if not fault.fields then made.problem = ctx:sentence(fault) end
  return show(ctx, product, tab, made, fault.code == "catalog.changed" and 409 or 422)
end

-- What a form that could not be read shows.
local function refused(errors) return { code = "web.invalid", fields = errors } end

local function facts_view(ctx)
  return function(_, form)
    return { form = form, categories = list.categories(ctx.mall.id), brands = list.brands(ctx.mall.id) }
  end
end

function pages.facts(ctx)
  local product = find(ctx)
  if not product then return ctx:not_found() end
  return show(ctx, product, "facts", facts_view(ctx)(product, { values = view.facts(product) }))
end

function pages.save_facts(ctx)
  local values, errors, typed = ctx:form(forms.facts)
  if not values then return settle(ctx, "facts", nil, refused(errors), typed, facts_view(ctx)) end
  values.tags = editor.tags(values.tags)
  local done, fault = edit_product.run(ctx, "facts", ctx.params.id, values.version, values)
  return settle(ctx, "facts", done, fault, typed, facts_view(ctx), view.facts)
end

local SAID = { on_sale = "판매를 시작했어요.", hidden = "쇼핑몰에서 숨겼어요.", ended = "판매를 종료했어요.", draft = "작성 중으로 바꿨어요." }

function pages.status(ctx)
  local values, errors = ctx:form(forms.status)
  if not values then return ctx:invalid(errors) end
  local id = ctx.params.id
  local done, fault = edit_product.run(ctx, "status", id, values.version, values)
  if not done then
    ctx:flash("error", ctx:sentence(fault))
  elseif done.changed then
    ctx:flash("undo", SAID[values.status], { label = "되돌리기", url = "/admin/products/" .. id .. "/status",
      fields = { status = done.product.status, version = tostring(done.product.version + 1) } })
  end
  return ctx:redirect(view.url(id, "facts"))
end

local function options_view(typed, errors)
  return function(product, form)
    return { form = form, skus = view.skus(product, typed, errors), options_most = matrix.OPTIONS_MOST }
  end
end

function pages.options(ctx)
  local product = find(ctx)
  if not product then return ctx:not_found() end
  return show(ctx, product, "options", options_view()(product, { values = view.options(product) }))
end

function pages.save_options(ctx)
  local values, errors, typed = ctx:form(forms.options)
  if not values then return settle(ctx, "options", nil, refused(errors), typed, options_view()) end
  local options = assert(matrix.read(forms.options_of(values)))
  local done, fault = edit_product.options(ctx, ctx.params.id, values.version, options)
  return settle(ctx, "options", done, fault, typed, options_view(), view.options)
end

function pages.save_skus(ctx)
  local product = find(ctx)
  if not product then return ctx:not_found() end
  local version, wrong = ctx:form(forms.version)
  if not version then return ctx:invalid(wrong) end
  local lines, typed, errors = {}, {}, nil
  for i, sku in ipairs(product.skus) do
    local values, problems, sent = ctx:form(forms.sku, forms.line(ctx.form_fields, sku.id))
    typed[sku.id] = sent
    if values then
      values.id, lines[i] = sku.id, values
    else
      errors = errors or {}
      errors[sku.id] = problems
    end
  end
  local done, fault
  if errors then
    fault = refused({ skus = "표시된 칸을 확인해 주세요." })
  else
    done, fault = edit_product.skus(ctx, product.id, version.version, lines)
    if fault and fault.code_of then errors = { [fault.code_of] = { code = fault.code_text } } end
  end
  return settle(ctx, "options", done, fault, view.options(product), options_view(typed, errors))
end

local function description_view(_, form) return { form = form } end

function pages.description(ctx)
  local product = find(ctx)
  if not product then return ctx:not_found() end
  return show(ctx, product, "description", { form = { values = view.description(product) } })
end

function pages.save_description(ctx)
  local values, errors, typed = ctx:form(forms.description)
  if not values then return settle(ctx, "description", nil, refused(errors), typed, description_view) end
  local done, fault = edit_product.run(ctx, "description", ctx.params.id, values.version, values)
  return settle(ctx, "description", done, fault, typed, description_view, view.description)
end

local function notice_view(product, form)
  local made = view.notice(product, form.values.kind)
  for name, value in pairs(form.values) do made.values[name] = value end
  return { form = { values = made.values, errors = form.errors }, kinds = made.kinds, fields = made.fields }
end

function pages.notice(ctx)
  local product = find(ctx)
  if not product then return ctx:not_found() end
  local kind = ctx.args.kind
  return show(ctx, product, "notice", notice_view(product, { values = { kind = type(kind) == "string" and kind or nil } }))
end

function pages.save_notice(ctx)
  local sent = ctx.form_fields
  local fields = notice.fields(type(sent.kind) == "string" and sent.kind or "")
  if not fields then return ctx:invalid { kind = "품목을 골라 주세요." } end
  local values, errors, typed = ctx:form(forms.notice(fields))
  typed.kind = sent.kind
  if not values then return settle(ctx, "notice", nil, refused(errors), typed, notice_view) end
  local facts = {}
  for _, field in ipairs(fields) do facts[field.key] = values["f_" .. field.key] end
  local done, fault = edit_product.run(ctx, "notice", ctx.params.id, values.version, { kind = sent.kind, facts = facts })
  return settle(ctx, "notice", done, fault, typed, notice_view, function(product) return view.notice(product).values end)
end

function pages.history(ctx)
  local product = find(ctx)
  if not product then return ctx:not_found() end
  return show(ctx, product, "history", { entries = show_history.run(ctx.mall.id, "product", product.id) })
end

pages.show = show

return pages
