-- Points in the back office: all that moved, and one member's with a way to put them right.

local crypto = require "crypto"
local desk = require "points.desk.store"
local forms = require "points.forms"
local grid = require "points.grid"
local adjust_points = require("flows.adjust_points").run
local record_audit = require("flows.record_audit").run
local show_grid = require("flows.show_grid").run
local show_points = require "flows.show_points"
local korean = require "shared.korean"
local paging = require "shared.paging"
local won = require("shared.money").won

local pages = {}

function pages.list(ctx)
  local mall_id = ctx.mall.id
  return show_grid(ctx, grid, { rows = function(ask) return desk.list(mall_id, ask) end,
    count = function(ask) return desk.count(mall_id, ask) end, all = function(ask) return desk.all(mall_id, ask) end },
    { title = "적립금" })
end

-- The key is made with the form, so that a form that is sent twice moves points once.
local function show(ctx, holder, form, problem, status)
  local path = "/admin/members/" .. holder.id .. "/points"
  local view = show_points.run(ctx.mall, holder.id, paging.page(ctx.args), path)
  local name = korean.mask_name(holder.name)
  return ctx:render("points/member", { name = name, balance = view.balance, expiring_sum = view.expiring_sum,
    expiring_text = view.expiring_text, movements = view.movements, pager = view.pager, action = path, form = form,
    key = form.values.key or crypto.uuid7(), problem = problem, may_write = ctx.staff.can "points.write",
    page = { title = name .. " 적립금", crumbs = { { name = "적립금", url = "/admin/points" }, { name = name } } } }, status)
end

function pages.member(ctx)
  local holder = desk.holder(ctx.mall.id, ctx.params.id)
  if not holder then return ctx:not_found() end
  record_audit(ctx, "point.view", { kind = "member", id = holder.id, whose = holder.id })
  return show(ctx, holder, { values = { way = "add" }, errors = {} })
end

function pages.adjust(ctx)
  local holder = desk.holder(ctx.mall.id, ctx.params.id)
  if not holder then return ctx:not_found() end
  local values, errors, typed = ctx:form(forms.adjust)
  if not values then return show(ctx, holder, { values = typed, errors = errors }, nil, 422) end
  local moved, refused = adjust_points(ctx, holder.id, values)
  if not moved then return show(ctx, holder, { values = typed, errors = {} }, ctx:sentence(refused), 422) end
  ctx:flash("ok", ("적립금 %s을 %s."):format(won(math.abs(moved.amount)):format(), moved.amount > 0 and "드렸어요" or "뺐어요"))
  return ctx:redirect("/admin/members/" .. holder.id .. "/points")
end

return pages
