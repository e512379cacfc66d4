-- The heart on a product, and the list of what was wished for.

local wish = require "wish"
local forms = require "wish.forms"
local show_goods = require "flows.show_goods"
local paging = require "shared.paging"
local fault = require "shared.fault"
local particle = require("text").particle

local pages = {}

function pages.set(ctx)
  local values, errors = ctx:form(forms.wish)
  if not values then return ctx:invalid(errors) end
  local back = ctx:local_url(values.return_to, "/my/wishes")
  if values.wish == "remove" then
    if wish.remove(ctx.mall.id, ctx.member.id, values.product_id) then ctx:flash("ok", "찜한 상품에서 뺐어요.") end
    return ctx:redirect(back)
  end
  local name = wish.add(ctx.mall.id, ctx.member.id, values.product_id)
  if not name then return nil, fault("web.not_found") end
  ctx:flash("ok", particle(name, "을/를") .. " 찜했어요.", { label = "찜한 상품 보기", url = "/my/wishes" })
  return ctx:redirect(back)
end

local SIZE = 24

function pages.list(ctx)
  local page = paging.page(ctx.args)
  local ids, total = wish.of_member(ctx.mall.id, ctx.member.id, SIZE, (page - 1) * SIZE)
  local pager = paging.pager("/my/wishes", {}, page, total, SIZE)
  if page > pager.pages then return ctx:redirect "/my/wishes" end
  return ctx:render("my/wishes", { title = "찜한 상품", my = "wishes", products = show_goods.by_ids(ctx.mall, ids),
    total = total, pager = pager,
    page = { title = "찜한 상품 | " .. ctx.mall.name, robots = "noindex" } })
end

return pages
