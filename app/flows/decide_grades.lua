-- What staff see and start of the grades: the ladder with who stands on it, who would move on the next first day, and this
-- month's decision over again.

local grade = require "grade"
local members = require "member"
local move_grades = require "flows.move_grades"
local record_audit = require("flows.record_audit").run
local require_permission = require("flows.require_permission").run

local SHOWN, MONTHS = 50, 6

local decide_grades = {}

---@param mall mall
---@return table view
function decide_grades.show(mall)
  local ladder, standing, all = members.grades, {}, 0
  for _, row in ipairs(grade.distribution(mall.id)) do
    local step = grade.step(ladder, row.grade)
    standing[step.name] = (standing[step.name] or 0) + row.members
    all = all + row.members
  end
  local steps = {}
  for i, step in ipairs(ladder) do
    local count = standing[step.name] or 0
    steps[i] = { label = step.label, from = step.from, members = count, benefits = grade.benefits(step),
      percent = all > 0 and math.floor(count * 100 / all + 0.5) or 0 }
  end
  local preview = move_grades.preview(mall.id, 1, SHOWN)
  local months = {}
  for i, row in ipairs(grade.months(mall.id, MONTHS)) do
    months[i] = { day = grade.day_text(row.month .. "-01"), members = row.members, at = row.at }
  end
  return { steps = steps, members = all, next_day = grade.day_text(preview.month), moving = preview.moving,
    ways = preview.ways,
    moves = preview.moves, months = months, months_text = ("최근 %d개월"):format(ladder.months) }
end

--- Decides this month's grades in a mall over again: whoever was moved for this month stays.
---@param ctx context
---@return string|nil month
---@return fault|nil staff.forbidden
function decide_grades.run(ctx)
  local may, refused = require_permission(ctx, "members.write")
  if not may then return nil, refused end
  local month = move_grades.begin(nil, ctx.mall.id)
  record_audit(ctx, "member.grades", { kind = "grade", id = month })
  return month
end

return decide_grades
