-- Grades in the back office: who stands where, and who would move.

local grade = require "grade"
local decide_grades = require "flows.decide_grades"

local pages = {}

function pages.show(ctx)
  local view = decide_grades.show(ctx.mall)
  view.may_write = ctx.staff.can "members.write"
  view.page = { title = "회원 등급" }
  return ctx:render("grade/grades", view)
end

function pages.decide(ctx)
  local month, refused = decide_grades.run(ctx)
  if not month then return nil, refused end
  ctx:flash("ok", grade.day_text(month) .. " 기준으로 등급을 다시 정하고 있어요. 이미 옮긴 회원은 다시 옮기지 않아요.")
  return ctx:redirect "/admin/grades"
end

return pages
