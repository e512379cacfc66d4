-- Begins to decide on everybody's grade: each mall's members are gone through by jobs of their own.

local move_grades = require "flows.move_grades"

return {
  kind = "grade.decide", attempts = 5, timeout = 60,
  run = function()
    move_grades.begin()
    return true
  end,
}
