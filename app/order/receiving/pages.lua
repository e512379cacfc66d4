-- What buyers do about goods that come to them: say where to, while nobody has packed them, and that they have them.

local access = require "order.access"
local forms = require "order.forms"
local receive = require "flows.receive_order"

local pages = {}

local function url_of(ctx) return "/orders/" .. ctx.params.number end

-- A form of somebody who may not see the order: as if there were none.
local function nobodys(ctx) return ctx:refuse { code = "order.not_found" } end

local function positions_of(ctx)
  local sent, list = ctx.form_fields.position, {}
  for _, one in ipairs(type(sent) == "table" and sent or { sent }) do list[#list + 1] = tonumber(one:match "^%d%d?%d?$") end
  return #list > 0 and list or nil
end

--- POST: they have the goods and keep them.
function pages.confirm(ctx)
  local found = access.reach(ctx, ctx.params.number)
  if not found then return nobodys(ctx) end
  local done, fault = receive.confirm(ctx.mall, found.id, positions_of(ctx), access.actor(ctx))
  if done then
    ctx:flash("ok", done.earned > 0 and ("구매를 확정했어요. 적립금 %s원을 드렸어요."):format(receive.group(done.earned)) or "구매를 확정했어요.")
  else
    ctx:flash("error", ctx:sentence(fault))
  end
  return ctx:redirect(url_of(ctx))
end

local function address_page(ctx, form, status)
  return ctx:render("order/address", { number = ctx.params.number, form = form, url = url_of(ctx) .. "/address",
    back = url_of(ctx),
    page = { title = "배송지 바꾸기 | " .. ctx.mall.name, robots = "noindex", postcode = true } }, status)
end

--- GET where it goes. It stands masked on the order's page, and whoever comes by a number and a telephone types it anew.
function pages.address(ctx)
  local found = access.reach(ctx, ctx.params.number)
  if not found then return nobodys(ctx) end
  if not receive.is_movable(ctx.mall.id, found.id) then
    ctx:flash("error", ctx:sentence { code = "shipment.address_locked" })
    return ctx:redirect(url_of(ctx))
  end
  return address_page(ctx, { values = ctx.member and found or {}, errors = {} })
end

--- POST it
function pages.save_address(ctx)
  local found = access.reach(ctx, ctx.params.number)
  if not found then return nobodys(ctx) end
  local values, errors, typed = ctx:form(forms.address)
  if not values then return address_page(ctx, { values = typed, errors = errors }, 422) end
  local moved, fault = receive.move(ctx.mall, found.id, values)
  if not moved and fault.fields then return address_page(ctx, { values = typed, errors = fault.fields }, 422) end
  if moved then ctx:flash("ok", "배송지를 바꿨어요.") else ctx:flash("error", ctx:sentence(fault)) end
  return ctx:redirect(url_of(ctx))
end

return pages
