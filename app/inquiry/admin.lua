-- Inquiries in the back office: the list, and one with its answer.

local desk = require "inquiry.desk.store"
local forms = require "inquiry.forms"
local grid = require "inquiry.grid"
local rules = require "inquiry.rules"
local answer_customer = require("flows.answer_customer").run
local record_audit = require("flows.record_audit").run
local show_grid = require("flows.show_grid").run
local korean = require "shared.korean"

local pages = {}

function pages.list(ctx)
  local mall_id = ctx.mall.id
  return show_grid(ctx, grid, { rows = function(ask) return desk.list(mall_id, ask) end,
    count = function(ask) return desk.count(mall_id, ask) end }, { title = "1:1 문의" })
end

local function detail(ctx, found, form, status)
  local state = rules.state(found.answered_at)
  return ctx:render("inquiry/detail", {
    inquiry = { title = found.title, body = found.body,
      badge = { label = state.label, tone = found.answered_at and "good" or "wait" },
      facts = { { label = "회원", text = korean.mask_name(found.member_name) }, { label = "유형",
        text = rules.topic(found.topic) },
        { label = "문의일시", at = found.created_at },
        { label = "주문", link = found.order_number and { label = found.order_number,
          url = "/admin/orders/" .. found.order_number } },
        { label = "답변일시", at = found.answered_at, note = found.answered_by } } },
    answered = found.answered_at ~= nil, action = "/admin/inquiries/" .. found.id, version = found.version, form = form,
    may_write = ctx.staff.can "inquiries.write",
    page = { title = found.title, crumbs = { { name = "1:1 문의", url = "/admin/inquiries" }, { name = found.title } } },
  }, status)
end

function pages.show(ctx)
  local found = desk.get(ctx.mall.id, ctx.params.id)
  if not found then return ctx:not_found() end
  record_audit(ctx, "inquiry.view", { kind = "inquiry", id = found.id, whose = found.member_id })
  return detail(ctx, found, { values = { answer = found.answer }, errors = {} })
end

function pages.answer(ctx)
  local found = desk.get(ctx.mall.id, ctx.params.id)
  if not found then return ctx:not_found() end
  local values, errors, typed = ctx:form(forms.answer)
  if not values then return detail(ctx, found, { values = typed, errors = errors }, 422) end
  local answered, refused = answer_customer(ctx, "inquiry", found.id, values)
  if not answered then return nil, refused end
  ctx:flash("ok", answered.told and "답변을 남기고 메일로 알렸어요." or "답변을 고쳤어요. 메일은 다시 보내지 않았어요.")
  return ctx:redirect("/admin/inquiries/" .. found.id)
end

return pages
