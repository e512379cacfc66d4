-- The refunds desk: what went back, what a provider refused, and what a person sends to an account.

local refund = require "refund"
local forms = require "refund.forms"
local grid = require "refund.grid"
local show_claims_desk = require "flows.show_claims_desk"
local show_grid = require("flows.show_grid").run
local work_refund = require "flows.work_refund"

local pages = {}

function pages.list(ctx)
  local mall_id = ctx.mall.id
  return show_grid(ctx, grid, { rows = function(ask) return refund.list(mall_id, ask) end,
    count = function(ask) return refund.count(mall_id, ask) end, all = function(ask) return refund.all(mall_id, ask) end },
    { title = "환불" })
end

local function detail(ctx, row, form, opened, status)
  local one = show_claims_desk.refund(row, opened)
  return ctx:render("refund/detail", { refund = one, form = form or { values = {}, errors = {} }, banks = refund.banks.ALL,
    may = { write = ctx.staff.can "orders.write", unmask = ctx.staff.can "members.unmask" },
    page = { title = one.title, crumbs = { { name = "환불", url = "/admin/refunds" }, { name = one.title } } } }, status)
end

function pages.show(ctx)
  local row = refund.one(ctx.mall.id, ctx.params.id)
  if not row then return ctx:not_found() end
  return detail(ctx, row)
end

--- POST /admin/refunds/:id/unmask: the account in full.
function pages.unmask(ctx)
  local row = refund.one(ctx.mall.id, ctx.params.id)
  if not row then return ctx:not_found() end
  local opened, refused = work_refund.account(ctx, row)
  if refused then return nil, refused end
  return detail(ctx, row, nil, opened)
end

local function done(ctx, row, sentence)
  ctx:flash("ok", sentence)
  return ctx:redirect("/admin/refunds/" .. row.id)
end

local function from_of(ctx)
  local from = ctx.form_fields.from
  return type(from) == "string" and from or ""
end

--- POST /admin/refunds/:id/approve
function pages.approve(ctx)
  local row = refund.one(ctx.mall.id, ctx.params.id)
  if not row then return ctx:not_found() end
  local approved, refused = work_refund.approve(ctx, row.id, from_of(ctx))
  if not approved then return nil, refused end
  return done(ctx, row, "환불을 승인했어요. 곧 결제사에 요청해요.")
end

--- POST /admin/refunds/:id/retry
function pages.retry(ctx)
  local row = refund.one(ctx.mall.id, ctx.params.id)
  if not row then return ctx:not_found() end
  local retried, refused = work_refund.retry(ctx, row.id, from_of(ctx))
  if not retried then return nil, refused end
  return done(ctx, row, "다시 요청해요. 잠시 뒤에 새로고침해 주세요.")
end

--- POST /admin/refunds/:id/transfer
function pages.transfer(ctx)
  local row = refund.one(ctx.mall.id, ctx.params.id)
  if not row then return ctx:not_found() end
  local values, errors, typed = ctx:form(forms.account)
  if not values then return detail(ctx, row, { values = typed, errors = errors }, nil, 422) end
  local moved, refused = work_refund.transfer(ctx, row.id, from_of(ctx), values)
  if not moved then return nil, refused end
  return done(ctx, row, "계좌로 보내기로 했어요. 송금한 뒤 내역을 적어 주세요.")
end

--- POST /admin/refunds/:id/transferred
function pages.transferred(ctx)
  local row = refund.one(ctx.mall.id, ctx.params.id)
  if not row then return ctx:not_found() end
  local values, errors, typed = ctx:form(forms.transferred)
  if not values then return detail(ctx, row, { values = typed, errors = errors }, nil, 422) end
  local moved, refused = work_refund.transferred(ctx, row.id, from_of(ctx), values.reference)
  if not moved then return nil, refused end
  return done(ctx, row, "환불을 마쳤어요.")
end

return pages
