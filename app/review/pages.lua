-- Reviews: what a member wrote and may still write, and all that were written of a product.

local review = require "review"
local forms = require "review.forms"
local show_voices = require "flows.show_voices"
local write_review = require "flows.write_review"
local paging = require "shared.paging"
local won = require("shared.money").won

local pages = {}

local SIZE, UNWRITTEN = 10, 20

local function line_view(line)
  return { product = { name = line.product_name, url = "/p/" .. line.product_slug, image = line.image },
    sku_label = line.sku_label ~= "" and line.sku_label or nil, placed_at = line.placed_at }
end

function pages.mine(ctx)
  local page = paging.page(ctx.args)
  local rows, total = review.of_member(ctx.mall.id, ctx.member.id, SIZE, (page - 1) * SIZE)
  local pager = paging.pager("/my/reviews", {}, page, total, SIZE)
  if page > pager.pages then return ctx:redirect "/my/reviews" end
  local unwritten, written = {}, {}
  for i, line in ipairs(write_review.unwritten(ctx.mall, ctx.member.id, UNWRITTEN)) do
    unwritten[i] = line_view(line)
    unwritten[i].write_url = ("/my/reviews/new?order=%s&position=%d"):format(line.number, line.position)
  end
  for i, row in ipairs(rows) do
    written[i] = { id = row.id, product = { name = row.product_name, url = "/p/" .. row.slug }, rating = row.rating,
      sku_label = row.option_label ~= "" and row.option_label or nil, body = row.body, at = row.at,
        hidden_why = row.hidden_why,
      remove_url = "/my/reviews/" .. row.id .. "/remove" }
  end
  return ctx:render("my/reviews", { title = "상품 후기", my = "reviews", unwritten = unwritten, written = written,
    total = total, pager = pager,
    page = { title = "상품 후기 | " .. ctx.mall.name, robots = "noindex" } })
end

local function form_page(ctx, line, form, status)
  local thanks = write_review.thanks(ctx.mall)
  return ctx:render("my/review", { title = "후기 쓰기", my = "reviews", line = line_view(line), order = line.number,
    position = line.position, form = form,
    thanks_text = thanks > 0 and ("후기를 쓰시면 적립금 %s을 드려요."):format(won(thanks):format()) or nil,
    page = { title = "후기 쓰기 | " .. ctx.mall.name, robots = "noindex" } }, status)
end

-- The line that is written of; a number that makes no sense is nobody's.
local function line_of(ctx, number, position)
  if type(number) ~= "string" or not tostring(position):find "^%d%d?%d?$" then return nil end
  return write_review.line(ctx.mall, ctx.member.id, number, tonumber(position))
end

function pages.new(ctx)
  local line = line_of(ctx, ctx.args.order, ctx.args.position)
  if not line then return ctx:redirect "/my/reviews" end
  return form_page(ctx, line, { values = {}, errors = {} })
end

function pages.write(ctx)
  local values, errors, typed = ctx:form(forms.review)
  if not values then
    local line = line_of(ctx, typed.order, typed.position)
    if not line then return ctx:invalid(errors) end
    return form_page(ctx, line, { values = typed, errors = errors }, 422)
  end
  local written, refused = write_review.run(ctx.mall, ctx.member, values)
  if not written then return nil, refused end
  ctx:flash("ok", written.points > 0 and ("후기를 남겼어요. 적립금 %s을 드렸어요."):format(won(written.points):format())
    or "후기를 남겼어요.")
  return ctx:redirect "/my/reviews"
end

function pages.remove(ctx)
  if not review.take_back(ctx.mall.id, ctx.member.id, ctx.params.id) then return ctx:not_found() end
  ctx:flash("ok", "후기를 지웠어요.")
  return ctx:redirect "/my/reviews"
end

local SORTS = { newest = true, high = true, low = true }

function pages.of_product(ctx)
  local page, sort = paging.page(ctx.args), SORTS[ctx.args.sort] and ctx.args.sort or "newest"
  local view, category = show_voices.reviews(ctx.mall, ctx.params.slug, ctx.base_url, sort, page)
  if not view or page > view.pager.pages then return ctx:not_found() end
  view.page = { title = view.product.name .. " 후기 | " .. ctx.mall.name, robots = "noindex, follow",
    category = category }
  return ctx:render("catalog/reviews", view)
end

return pages
