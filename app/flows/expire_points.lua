-- Points whose time is over are taken away, a member at a time; and before that, members are told.

local malls = require "mall"
local points = require "points"
local policy_of = require("flows.show_points").policy
local send_mail = require("flows.send_mail").run
local transaction = require("flows.store").transaction

local PAGE, BATCH = 200, 100

local expire_points = {}

--- Takes away what has expired.
---@return integer members
function expire_points.run()
  local count = 0
  repeat
    local page = points.overdue(PAGE)
    for _, one in ipairs(page) do
      local expired, refused = transaction(function(tx) return points.expire(tx, one.mall_id, one.member_id) end)
      if refused then error(refused) end
      if expired then count = count + 1 end
    end
  until #page < PAGE
  return count
end

-- Tells one batch of a mall's members; all of it or nothing, so that nobody is told twice or not at all.
local function tell(mall, days)
  return transaction(function(tx)
    local list = points.unnoticed(tx, mall.id, days, BATCH)
    for _, one in ipairs(list) do
      points.notice(tx, mall.id, one.member_id, days)
      send_mail(tx, mall, "points/expiring", { email = one.email, name = one.name, member_id = one.member_id },
        { name = one.name, amount = one.amount, at = one.at, url = "/my/points" })
    end
    return { members = #list }
  end)
end

--- Tells members of what is about to expire, each once.
---@return integer members
function expire_points.tell()
  local count = 0
  for _, mall in ipairs(malls.all()) do
    local days = policy_of(mall).notice_days
    repeat
      local told, refused = tell(mall, days)
      if not told then error(refused) end
      count = count + told.members
    until told.members < BATCH
  end
  return count
end

return expire_points
