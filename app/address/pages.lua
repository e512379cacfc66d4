-- A member's addresses: looking, adding, changing, throwing away, choosing the default.

local address = require "address"
local forms = require "address.forms"
local transaction = require("flows.store").transaction

local pages = {}

local function page_of(ctx, title)
  return { title = title .. " | " .. ctx.mall.name, robots = "noindex", postcode = true }
end

function pages.list(ctx)
  local list = address.of_member(ctx.mall.id, ctx.member.id)
  return ctx:render("my/addresses", { title = "배송지 관리", my = "addresses", addresses = list, most = address.MOST,
    full = #list >= address.MOST,
    page = page_of(ctx, "배송지 관리") })
end

local function form_page(ctx, form, id, status)
  local title = id and "배송지 수정" or "배송지 추가"
  return ctx:render("my/address", { title = title, my = "addresses", form = form,
    url = id and "/my/addresses/" .. id or "/my/addresses", page = page_of(ctx, title) }, status)
end

function pages.new(ctx)
  return form_page(ctx, { values = { name = ctx.member.name, phone = ctx.member.phone }, errors = {} })
end

function pages.edit(ctx)
  local found = address.get(ctx.mall.id, ctx.member.id, ctx.params.id)
  if not found then return ctx:not_found() end
  return form_page(ctx, { values = found, errors = {} }, found.id)
end

-- One change of the addresses, and what is said of it.
local function change(ctx, sentence, work)
  local done, refused = transaction(work)
  if not done then return nil, refused end
  ctx:flash("ok", sentence)
  return ctx:redirect "/my/addresses"
end

local function save(ctx, id, sentence, work)
  local values, errors, typed = ctx:form(forms.address)
  if not values then return form_page(ctx, { values = typed, errors = errors }, id, 422) end
  return change(ctx, sentence, function(tx) return work(tx, values) end)
end

function pages.add(ctx)
  return save(ctx, nil, "배송지를 추가했어요.", function(tx, values)
    return address.add(tx, ctx.mall.id, ctx.member.id, values)
  end)
end

function pages.change(ctx)
  local id = ctx.params.id
  if not address.get(ctx.mall.id, ctx.member.id, id) then return ctx:not_found() end
  return save(ctx, id, "배송지를 고쳤어요.", function(tx, values)
    return address.change(tx, ctx.mall.id, ctx.member.id, id, values)
  end)
end

function pages.remove(ctx)
  return change(ctx, "배송지를 지웠어요.", function(tx)
    return address.remove(tx, ctx.mall.id, ctx.member.id, ctx.params.id)
  end)
end

function pages.make_default(ctx)
  return change(ctx, "기본 배송지를 바꿨어요.", function(tx)
    return address.make_default(tx, ctx.mall.id, ctx.member.id, ctx.params.id)
  end)
end

return pages
