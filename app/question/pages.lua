-- Questions about products: all that were asked of one, asking, and what a member asked.

local question = require "question"
local forms = require "question.forms"
local show_voices = require "flows.show_voices"
local may_write = require("flows.may_write").run
local paging = require "shared.paging"

local pages = {}

local SIZE = 10

function pages.of_product(ctx)
  local page = paging.page(ctx.args)
  local view, category = show_voices.questions(ctx.mall, ctx.params.slug, ctx.base_url, ctx.member and ctx.member.id, page)
  if not view or page > view.pager.pages then return ctx:not_found() end
  view.page = { title = view.product.name .. " 문의 | " .. ctx.mall.name, robots = "noindex, follow",
    category = category }
  return ctx:render("catalog/questions", view)
end

local function form_page(ctx, product, category, form, status)
  return ctx:render("catalog/question", { product = product, form = form, url = product.url .. "/questions",
    page = { title = "상품 문의하기 | " .. ctx.mall.name, robots = "noindex", category = category } }, status)
end

function pages.new(ctx)
  local product, category = show_voices.product(ctx.mall, ctx.params.slug, ctx.base_url)
  if not product then return ctx:not_found() end
  return form_page(ctx, product, category, { values = {}, errors = {} })
end

function pages.ask(ctx)
  local product, category = show_voices.product(ctx.mall, ctx.params.slug, ctx.base_url)
  if not product then return ctx:not_found() end
  local values, errors, typed = ctx:form(forms.question)
  if not values then return form_page(ctx, product, category, { values = typed, errors = errors }, 422) end
  local allowed, refused = may_write(ctx.mall, ctx.member.id)
  if not allowed then return nil, refused end
  question.ask(ctx.mall.id, { product_id = product.id, member_id = ctx.member.id, author = question.author(ctx.member.name),
    secret = values.secret, body = values.body })
  ctx:flash("ok", "문의를 남겼어요. 답변이 달리면 메일로 알려 드릴게요.")
  return ctx:redirect(product.url .. "/questions")
end

function pages.mine(ctx)
  local page = paging.page(ctx.args)
  local rows, total = question.of_member(ctx.mall.id, ctx.member.id, SIZE, (page - 1) * SIZE)
  local pager = paging.pager("/my/questions", {}, page, total, SIZE)
  if page > pager.pages then return ctx:redirect "/my/questions" end
  local list = {}
  for i, row in ipairs(rows) do
    list[i] = { id = row.id, product = { name = row.product_name, url = "/p/" .. row.slug }, secret = row.secret,
      body = row.body,
      at = row.at, answer = row.answer, answered_at = row.answered_at, hidden_why = row.hidden_why,
      state = row.answered_at and "답변 완료" or "답변 대기",
      remove_url = not row.answered_at and "/my/questions/" .. row.id .. "/remove" or nil }
  end
  return ctx:render("my/questions", { title = "상품 문의", my = "questions", questions = list, pager = pager,
    page = { title = "상품 문의 | " .. ctx.mall.name, robots = "noindex" } })
end

function pages.remove(ctx)
  if not question.take_back(ctx.mall.id, ctx.member.id, ctx.params.id) then return ctx:not_found() end
  ctx:flash("ok", "문의를 지웠어요.")
  return ctx:redirect "/my/questions"
end

return pages
