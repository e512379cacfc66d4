-- 1:1 inquiries of a member: writing, the list, one with its answer.

local inquiry = require "inquiry"
local forms = require "inquiry.forms"
local may_write = require("flows.may_write").run
local paging = require "shared.paging"

local pages = {}

local SIZE = 10

local function page_of(ctx, title) return { title = title .. " | " .. ctx.mall.name, robots = "noindex" } end

function pages.list(ctx)
  local page = paging.page(ctx.args)
  local rows, total = inquiry.of_member(ctx.mall.id, ctx.member.id, SIZE, (page - 1) * SIZE)
  local pager = paging.pager("/my/inquiries", {}, page, total, SIZE)
  if page > pager.pages then return ctx:redirect "/my/inquiries" end
  local list = {}
  for i, row in ipairs(rows) do
    list[i] = { url = "/my/inquiries/" .. row.id, topic = inquiry.topic(row.topic), title = row.title, at = row.at,
      state = inquiry.state(row.answered_at) }
  end
  return ctx:render("my/inquiries", { title = "1:1 문의", my = "inquiries", inquiries = list, pager = pager,
    page = page_of(ctx, "1:1 문의") })
end

local function form_page(ctx, form, status)
  return ctx:render("my/inquiry_new", { title = "1:1 문의하기", my = "inquiries", form = form, topics = inquiry.TOPICS,
    page = page_of(ctx, "1:1 문의하기") }, status)
end

function pages.new(ctx)
  local number = type(ctx.args.order) == "string" and #ctx.args.order <= 20 and ctx.args.order or nil
  return form_page(ctx, { values = { order = number }, errors = {} })
end

function pages.ask(ctx)
  local values, errors, typed = ctx:form(forms.inquiry)
  if not values then return form_page(ctx, { values = typed, errors = errors }, 422) end
  local order_id = values.order and inquiry.order_of(ctx.mall.id, ctx.member.id, values.order)
  if values.order and not order_id then
    return form_page(ctx, { values = typed, errors = { order = "주문번호를 다시 확인해 주세요." } }, 422)
  end
  local allowed, refused = may_write(ctx.mall, ctx.member.id)
  if not allowed then return nil, refused end
  inquiry.ask(ctx.mall.id, ctx.member.id, { topic = values.topic, order_id = order_id, title = values.title,
    body = values.body })
  ctx:flash("ok", "문의를 보냈어요. 답변이 달리면 메일로 알려 드릴게요.")
  return ctx:redirect "/my/inquiries"
end

function pages.show(ctx)
  local found = inquiry.get(ctx.mall.id, ctx.member.id, ctx.params.id)
  if not found then return ctx:not_found() end
  return ctx:render("my/inquiry", { title = "1:1 문의", my = "inquiries", inquiry = { topic = inquiry.topic(found.topic),
    title = found.title, body = found.body,
    at = found.at, answer = found.answer, answered_at = found.answered_at, state = inquiry.state(found.answered_at),
    order = found.order_number and { number = found.order_number, url = "/orders/" .. found.order_number } or nil },
    page = page_of(ctx, found.title) })
end

return pages
