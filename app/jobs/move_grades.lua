-- Decides on the grades of one batch of members; the next batch is queued with it.

local clock = require "shared.clock"
local move_grades = require "flows.move_grades"
local log = require "log"

return {
  kind = "grade.move", args = { mall_id = "uuid", month = "string" }, attempts = 8, timeout = 300,
  run = function(args)
    local done, refused = move_grades.batch(args.mall_id, args.month, args.after, clock.now())
    if not done then return nil, refused end
    log.info("grades.moved", { mall_id = args.mall_id, month = args.month, members = done.members, moved = done.moved })
    return true
  end,
}
