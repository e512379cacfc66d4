-- The log as a list.

local lists = require "samples.admin.admin.list"

local function sample(grid, verdict)
  return { title = "기록", text = "누가 무엇을 했는지 남겨요.", grid = grid, verdict = verdict, page = { title = "기록" } }
end

return {
  full = sample(lists.full.grid, { sound = true, entries = 12345, head = ("ab"):rep(32) }),
  broken = sample(lists.full.grid, { sound = false, entries = 6, head = ("ab"):rep(32), broken = 7,
    reason = "처음 쓰인 내용과 달라요." }),
  least = sample(lists.least.grid),
}
