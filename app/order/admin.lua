-- Orders in the back office: the list, one of them with all that happened to it, and the deposits that somebody saw on the
-- bank account.

local order = require "order"
local forms = require "order.forms"
local confirm_deposits = require("flows.confirm_deposits").run
local record_audit = require("flows.record_audit").run
local order_page = require("flows.show_fulfilment").page
local show_orders = require("flows.show_orders").run

local pages = {}

-- So many deposits are confirmed at once.
local MOST = 200

function pages.list(ctx) return show_orders(ctx) end

function pages.show(ctx)
  local found = order.by_number(ctx.mall.id, ctx.params.number)
  if not found then return ctx:not_found() end
  return order_page(ctx, found)
end

function pages.unmask(ctx)
  local found = order.by_number(ctx.mall.id, ctx.params.number)
  if not found then return ctx:not_found() end
  local values, errors = ctx:form(forms.unmask)
  if not values then return order_page(ctx, found, { errors = errors }, 422) end
  record_audit(ctx, "order.unmask", { kind = "order", id = found.number, whose = found.member_id, why = values.why })
  return order_page(ctx, found, { open = true })
end

-- The numbers of a form, each once.
local function chosen(ctx)
  local sent, list, seen = ctx.form_fields.id or {}, {}, {}
  for _, number in ipairs(type(sent) == "table" and sent or { sent }) do
    if not seen[number] and order.read_number(number) and #list < MOST then list[#list + 1], seen[number] = number, true end
  end
  return list
end

--- POST /admin/orders/deposits: what confirming would do; nothing is changed.
function pages.preview_deposits(ctx)
  local numbers = chosen(ctx)
  local back = ctx:local_url(ctx.form_fields.return_to, "/admin/orders")
  if #numbers == 0 then
    ctx:flash("error", "주문을 먼저 골라 주세요.")
    return ctx:redirect(back)
  end
  local preview = order.deposits(order.of_numbers(ctx.mall.id, numbers), numbers)
  return ctx:render("order/deposits", { preview = preview, return_to = back,
    page = { title = "입금 확인", crumbs = { { name = "주문", url = "/admin/orders" }, { name = "입금 확인" } } } })
end

--- POST /admin/orders/deposits/confirm
function pages.confirm_deposits(ctx)
  local outcome, refused = confirm_deposits(ctx, chosen(ctx))
  if not outcome then return nil, refused end
  if #outcome.done > 0 then ctx:flash("ok", ("주문 %d건의 입금을 확인했어요."):format(#outcome.done)) end
  for _, one in ipairs(outcome.refused) do
    ctx:flash("error", ("%s: %s"):format(one.number, ctx:sentence(one.fault)))
  end
  return ctx:redirect(ctx:local_url(ctx.form_fields.return_to, "/admin/orders"))
end

return pages
