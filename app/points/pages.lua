-- A member's points.

local show_points = require("flows.show_points").run
local paging = require "shared.paging"

local pages = {}

function pages.show(ctx)
  local page = paging.page(ctx.args)
  local view = show_points(ctx.mall, ctx.member.id, page)
  if page > view.pager.pages then return ctx:redirect "/my/points" end
  view.title, view.my = "적립금", "points"
  view.page = { title = "적립금 | " .. ctx.mall.name, robots = "noindex" }
  return ctx:render("my/points", view)
end

return pages
