-- A member's first page, and what a visitor looked at lately. The latter needs no account: the browser's script keeps the
-- list and lays it down as a cookie that only these pages are sent.

local my = require "my"
local show_goods = require "flows.show_goods"
local show_my = require("flows.show_my").run

local pages = {}

-- Written by static/js/recent.js under its plain name, whatever the scheme.
local function seen(ctx, most) return my.seen(ctx.cookies.recent, most) end

function pages.home(ctx)
  local view = show_my(ctx.mall, ctx.member, seen(ctx, 6))
  view.title, view.my = "마이페이지", "home"
  view.page = { title = "마이페이지 | " .. ctx.mall.name, robots = "noindex" }
  return ctx:render("my/home", view)
end

function pages.recent(ctx)
  local view = { products = show_goods.by_codes(ctx.mall, seen(ctx, my.MOST)),
    page = { title = "최근 본 상품 | " .. ctx.mall.name, robots = "noindex" } }
  if not ctx.member then return ctx:render("catalog/seen", view) end
  view.title, view.my = "최근 본 상품", "recent"
  return ctx:render("my/recent", view)
end

return pages
