-- A member's grade.

local show_grade = require("flows.show_grade").run

local pages = {}

function pages.show(ctx)
  local view = show_grade(ctx.mall, ctx.member)
  view.title, view.my = "회원 등급", "grade"
  view.page = { title = "회원 등급 | " .. ctx.mall.name, robots = "noindex" }
  return ctx:render("my/grade", view)
end

return pages
