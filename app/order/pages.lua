-- An order's page: for the member whose it is, or for the session that placed it as a guest or that knows its number and
-- telephone; that look-up; and a member's orders.

local order = require "order"
local forms = require "order.forms"
local look_up = require("flows.look_up_order").run
local reach_order = require("flows.reach_order").run
local receive_order = require "flows.receive_order"
local stages = require("flows.show_my").stages
local show_claim = require "flows.show_claim"
local clock = require "shared.clock"
local paging = require "shared.paging"

local pages = {}

function pages.show(ctx)
  local number = ctx.params.number
  local found, status, headers, body = reach_order(ctx, number)
  if not found then return status, headers, body end
  local just_placed = ctx.session:get "just_placed" == number
  if just_placed then ctx.session:set("just_placed", nil) end
  return ctx:render("order/order", {
    order = receive_order.show(ctx.mall.id, found), claims = show_claim.of_order(ctx.mall.id, found),
    just_placed = just_placed,
    page = { title = "주문 " .. number .. " | " .. ctx.mall.name, robots = "noindex" },
  })
end

local SIZE = 10

local function stage_of(key)
  for _, stage in ipairs(order.stages) do
    if stage.key == key then return stage end
  end
end

function pages.mine(ctx)
  local chosen, page, stage = order.period(ctx.args.period), paging.page(ctx.args), stage_of(ctx.args.stage)
  local rows, total = order.of_member(ctx.mall.id, ctx.member.id, order.since(chosen, clock.now()), SIZE, (page - 1) * SIZE,
    stage and stage.statuses)
  local pager = paging.pager("/my/orders", { period = chosen.key, stage = stage and stage.key }, page, total, SIZE)
  local narrowed = stage and "&stage=" .. stage.key or ""
  if page > pager.pages then return ctx:redirect("/my/orders?period=" .. chosen.key .. narrowed) end
  local orders, periods = {}, {}
  for i, row in ipairs(rows) do orders[i] = order.brief(row) end
  for i, one in ipairs(order.periods) do
    periods[i] = { label = one.label, url = "/my/orders?period=" .. one.key .. narrowed, active = one == chosen }
  end
  return ctx:render("my/orders", { title = "주문 내역", my = "orders", orders = orders, periods = periods, pager = pager,
    stages = stages(ctx.mall.id, ctx.member.id, "period=" .. chosen.key, stage and stage.key),
    all_url = stage and "/my/orders?period=" .. chosen.key or nil,
    page = { title = "주문 내역 | " .. ctx.mall.name, robots = "noindex" } })
end

local function lookup_page(ctx, form, status)
  return ctx:render("order/lookup", { form = form, page = { title = "주문 조회 | " .. ctx.mall.name, robots = "noindex" } },
    status)
end

function pages.lookup(ctx)
  local number = type(ctx.args.number) == "string" and order.read_number(ctx.args.number) or nil
  return lookup_page(ctx, { values = { number = number }, errors = {} })
end

-- One sentence for a wrong number and for a wrong telephone: neither may be found out by trying.
local NOT_FOUND = "주문번호와 휴대전화가 맞는 주문을 찾지 못했어요. 다시 확인해 주세요."

function pages.find(ctx)
  local values, errors, typed = ctx:form(forms.lookup)
  if not values then return lookup_page(ctx, { values = typed, errors = errors }, 422) end
  local found, refused = look_up(ctx.mall, values.number, values.phone, ctx.req:ip())
  if found then
    ctx.session:set("order " .. found.number, true)
    return ctx:redirect("/orders/" .. found.number)
  end
  if refused.code == "order.not_found" then
    return lookup_page(ctx, { values = typed, errors = { number = NOT_FOUND } }, 422)
  end
  return ctx:refuse(refused)
end

return pages
