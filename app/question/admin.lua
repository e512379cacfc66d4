-- Questions about products in the back office: the list, and one with its answer.

local desk = require "question.desk.store"
local forms = require "question.forms"
local grid = require "question.grid"
local answer_customer = require("flows.answer_customer").run
local hide_words = require("flows.hide_words").run
local record_audit = require("flows.record_audit").run
local show_grid = require("flows.show_grid").run

local pages = {}

function pages.list(ctx)
  local mall_id = ctx.mall.id
  return show_grid(ctx, grid, { rows = function(ask) return desk.list(mall_id, ask) end,
    count = function(ask) return desk.count(mall_id, ask) end }, { title = "상품 문의" })
end

local function badge(found)
  if found.hidden_at then return { label = "가려짐", tone = "bad" } end
  return found.answered_at and { label = "답변 완료", tone = "good" } or { label = "답변 대기", tone = "wait" }
end

local function detail(ctx, found, form, status)
  return ctx:render("question/detail", {
    question = { title = found.product_name, body = found.body, badge = badge(found),
      facts = { { label = "쓴 사람", text = found.author }, { label = "공개", text = found.secret and "비밀글" or "전체 공개" },
        { label = "문의일시", at = found.created_at },
        { label = "상품", link = { label = found.product_name, url = "/p/" .. found.slug } },
        { label = "답변일시", at = found.answered_at, note = found.answered_by }, { label = "가린 이유",
          text = found.hidden_why } } },
    answered = found.answered_at ~= nil, hidden = found.hidden_at ~= nil, action = "/admin/questions/" .. found.id,
    version = found.version, form = form, may_write = ctx.staff.can "inquiries.write",
    page = { title = found.product_name, crumbs = { { name = "상품 문의", url = "/admin/questions" },
      { name = found.product_name } } },
  }, status)
end

local function find(ctx) return desk.get(ctx.mall.id, ctx.params.id) end

function pages.show(ctx)
  local found = find(ctx)
  if not found then return ctx:not_found() end
  if found.secret then record_audit(ctx, "inquiry.view", { kind = "question", id = found.id, whose = found.member_id }) end
  return detail(ctx, found, { values = { answer = found.answer }, errors = {} })
end

function pages.answer(ctx)
  local found = find(ctx)
  if not found then return ctx:not_found() end
  local values, errors, typed = ctx:form(forms.answer)
  if not values then return detail(ctx, found, { values = typed, errors = errors }, 422) end
  local answered, refused = answer_customer(ctx, "question", found.id, values)
  if not answered then return nil, refused end
  ctx:flash("ok", answered.told and "답변을 남기고 메일로 알렸어요." or "답변을 남겼어요.")
  return ctx:redirect("/admin/questions/" .. found.id)
end

function pages.hide(ctx)
  local found = find(ctx)
  if not found then return ctx:not_found() end
  local values, errors = ctx:form(forms.hide)
  if not values then return detail(ctx, found, { values = { answer = found.answer }, errors = errors }, 422) end
  local done, refused = hide_words(ctx, "question", found.id, values.why)
  if not done then return nil, refused end
  ctx:flash("ok", "이 글을 가렸어요.")
  return ctx:redirect("/admin/questions/" .. found.id)
end

function pages.show_again(ctx)
  local found = find(ctx)
  if not found then return ctx:not_found() end
  local done, refused = hide_words(ctx, "question", found.id, nil)
  if not done then return nil, refused end
  ctx:flash("ok", "이 글을 다시 보이게 했어요.")
  return ctx:redirect("/admin/questions/" .. found.id)
end

return pages
