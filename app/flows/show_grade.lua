-- Where a member stands on the ladder of grades, how far the next one is, and what each brings.

local grade = require "grade"
local order = require "order"
local members = require "member"
local clock = require "shared.clock"

local show_grade = {}

--- The grade with its progress, in brief; and what comes of the sum so far, when.
---@param mall mall
---@param member shopper
---@return {label:string, sum:integer, months_text:string, next:table|nil} grade
---@return string coming
---@return number decided_at
function show_grade.progress(mall, member)
  local ladder = members.grades
  local step = grade.step(ladder, member.grade)
  local window = grade.window(ladder, clock.now(), 1)
  local sum = grade.sum(mall.id, member.id, window, order.bought())
  local coming, place = grade.of_sum(ladder, sum)
  return { label = step.label, sum = sum, months_text = ("최근 %d개월"):format(ladder.months),
    next = grade.next(ladder, place, sum) }, coming.label, window.to
end

---@param mall mall
---@param member shopper
---@return table view
function show_grade.run(mall, member)
  local ladder, steps = members.grades, {}
  local current = grade.step(ladder, member.grade)
  for i, step in ipairs(ladder) do
    steps[i] = { label = step.label, from = step.from, benefits = grade.benefits(step), current = step == current or nil }
  end
  local moves = {}
  for i, row in ipairs(grade.moves_of(mall.id, member.id, 12)) do
    moves[i] = { at = row.at, from = grade.step(ladder, row.from_grade).label, to = grade.step(ladder, row.to_grade).label,
      reason = row.reason }
  end
  local progress, coming, decided_at = show_grade.progress(mall, member)
  progress.coming, progress.decided_at = coming, decided_at
  return { grade = progress, steps = steps, moves = moves }
end

return show_grade
