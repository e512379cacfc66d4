-- Working on one order in the back office: preparing it, its parcels, what is held back, where it goes, notes. Each form
-- says how far the order had come when its page was opened.

local order = require "order"
local forms = require "order.forms"
local fulfil = require "flows.fulfil"
local fulfilment = require "flows.show_fulfilment"
local record_audit = require("flows.record_audit").run

local pages = {}

local function at(ctx)
  local sent = ctx.form_fields.seen
  return { number = ctx.params.number, seen = type(sent) == "string" and #sent < 9 and tonumber(sent:match "^%d+$") or nil }
end

local function url_of(ctx) return "/admin/orders/" .. ctx.params.number end

-- Back to the order's page: with what was done, or with what is wrong and what was typed.
local function answer(ctx, done, fault, said, more)
  if done then
    ctx:flash("ok", said)
    return ctx:redirect(url_of(ctx))
  end
  if fault.code == "staff.forbidden" or fault.code == "order.not_found" then return nil, fault end
  local found = order.by_number(ctx.mall.id, ctx.params.number)
  more = more or {}
  more.problem = fault.fields and fulfilment.sentence(fault.fields) or ctx:sentence(fault)
  return fulfilment.page(ctx, found, more, fault.fields and 422 or 409)
end

local function invalid(ctx, errors, more)
  local found = order.by_number(ctx.mall.id, ctx.params.number)
  if not found then return ctx:not_found() end
  more = more or {}
  more.problem = fulfilment.sentence(errors)
  return fulfilment.page(ctx, found, more, 422)
end

--- POST: 발주확인
function pages.prepare(ctx)
  local done, fault = fulfil.prepare(ctx, at(ctx))
  return answer(ctx, done, fault, "발주를 확인했어요. 이제 상품을 준비하면 돼요.")
end

--- POST: some units into a parcel
function pages.register(ctx)
  local values, errors = ctx:form(fulfilment.forms.parcel)
  if not values then return invalid(ctx, errors) end
  local found = order.by_number(ctx.mall.id, ctx.params.number)
  if not found then return ctx:not_found() end
  local units, sentence = fulfilment.read_units(ctx.form_fields, order.lines(ctx.mall.id, found.id))
  if not units then return invalid(ctx, { qty = sentence }) end
  if #units == 0 then return invalid(ctx, { qty = "보낼 수량을 입력해 주세요." }) end
  local done, fault = fulfil.register(ctx, at(ctx), values, units)
  local said = values.dispatch and "송장을 등록하고 발송 처리했어요. 구매자에게 메일로 알려요." or "송장을 등록했어요."
  return answer(ctx, done, fault, said)
end

local function seq_of(ctx)
  local typed = ctx.params.seq
  return typed:find "^%d+$" and #typed <= 4 and tonumber(typed) or nil
end

local SAID = { dispatch = "발송 처리했어요. 구매자에게 메일로 알려요.", deliver = "배송완료로 바꿨어요.",
  recall = "발송을 되돌렸어요.", withdraw = "송장 등록을 취소했어요." }

--- POST: one parcel is sent, taken back, received, taken apart
function pages.parcel(ctx)
  local what, seq = ctx.params.what, seq_of(ctx)
  if not SAID[what] or not seq then return ctx:not_found() end
  local why
  if what == "recall" or what == "withdraw" then
    local values, errors = ctx:form(fulfilment.forms.why)
    if not values then return invalid(ctx, errors) end
    why = values.why
  end
  local done, fault = fulfil.parcel(ctx, at(ctx), what, seq, why)
  return answer(ctx, done, fault, SAID[what])
end

--- POST: another number for a parcel
function pages.renumber(ctx)
  local seq = seq_of(ctx)
  if not seq then return ctx:not_found() end
  local values, errors = ctx:form(fulfilment.forms.renumber)
  if not values then return invalid(ctx, errors) end
  local done, fault = fulfil.renumber(ctx, at(ctx), seq, values)
  return answer(ctx, done, fault, "송장번호를 바꿨어요.")
end

local function positions_of(ctx)
  local sent, list = ctx.form_fields.position, {}
  for _, one in ipairs(type(sent) == "table" and sent or { sent }) do list[#list + 1] = tonumber(one:match "^%d%d?%d?$") end
  return #list > 0 and list or nil
end

local function told(done) return done and done.told and " 구매자에게 메일로 알려요." or "" end

--- POST: lines are held back
function pages.hold(ctx)
  local positions, chosen = positions_of(ctx), {}
  for _, position in ipairs(positions or {}) do chosen[position] = true end
  local values, errors, typed = ctx:form(fulfilment.forms.hold)
  local sent = values or typed
  local more = { hold = { why = sent.why, say = sent.say, chosen = chosen } }
  if not values then return invalid(ctx, errors, more) end
  local done, fault = fulfil.hold(ctx, at(ctx), positions, values.why, values.say)
  return answer(ctx, done, fault, "배송을 보류했어요. 보류를 풀 때까지 보내지 않아요." .. told(done), more)
end

--- POST: they are free again
function pages.free(ctx)
  local done, fault = fulfil.hold(ctx, at(ctx), positions_of(ctx), nil)
  return answer(ctx, done, fault, "배송 보류를 풀었어요." .. told(done))
end

--- POST: staff confirm for the buyer, who said so by telephone
function pages.confirm(ctx)
  local done, fault = fulfilment.confirm(ctx, at(ctx))
  return answer(ctx, done, fault, "구매확정으로 바꿨어요.")
end

--- POST: a note for the next one
function pages.note(ctx)
  local values, errors = ctx:form(fulfilment.forms.note)
  if not values then return invalid(ctx, errors) end
  local done, fault = fulfil.note(ctx, ctx.params.number, values.note)
  return answer(ctx, done, fault, "메모를 남겼어요.")
end

local function address_page(ctx, found, form, status)
  return ctx:render("order/address", { number = found.number, form = form, action = url_of(ctx) .. "/address",
    cancel_url = url_of(ctx),
    page = { title = "배송지 고치기", crumbs = { { name = "주문", url = "/admin/orders" },
      { name = found.number, url = url_of(ctx) }, { name = "배송지 고치기" } } } }, status)
end

--- GET where an order goes, to be mended: it is shown as it is, and that somebody looked is written down.
function pages.address(ctx)
  local found = order.by_number(ctx.mall.id, ctx.params.number)
  if not found then return ctx:not_found() end
  record_audit(ctx, "order.unmask", { kind = "order", id = found.number, whose = found.member_id, why = "배송지 고치기" })
  return address_page(ctx, found, { values = found, errors = {} })
end

--- POST it
function pages.save_address(ctx)
  local found = order.by_number(ctx.mall.id, ctx.params.number)
  if not found then return ctx:not_found() end
  local values, errors, typed = ctx:form(forms.address)
  if not values then return address_page(ctx, found, { values = typed, errors = errors }, 422) end
  local done, fault = fulfilment.move_address(ctx, { number = found.number }, values)
  if not done and fault.fields then return address_page(ctx, found, { values = typed, errors = fault.fields }, 422) end
  return answer(ctx, done, fault, "배송지를 고쳤어요.")
end

return pages
