-- Members of whom nothing was seen for long: told first, then put to sleep, where the mall wants that. All of their sessions
-- end with it.

local dormancy = require "dormancy"
local malls = require "mall"
local session = require "session"
local send_mail = require("flows.send_mail").run
local transaction = require("flows.store").transaction

local BATCH = 100

local sleep_members = {}

-- Goes through the malls that want it, a batch of members at a time.
local function each_batch(work)
  local count = 0
  for _, mall in ipairs(malls.all()) do
    local policy = dormancy.policy(malls.settings(mall.id).dormancy)
    while policy do
      local done, refused = transaction(function(tx) return work(tx, mall, policy) end)
      if not done then error(refused) end
      count = count + done.members
      if done.members < BATCH then break end
    end
  end
  return count
end

--- Tells members that it comes, each once for each time they were last seen.
---@return integer members
function sleep_members.tell()
  return each_batch(function(tx, mall, policy)
    local list = dormancy.untold(tx, mall.id, policy, BATCH)
    dormancy.told(tx, mall.id, list)
    for _, one in ipairs(list) do
      send_mail(tx, mall, "member/dormancy_notice", { email = one.email, name = one.name, member_id = one.member_id },
        { name = one.name, last_seen_at = one.since, dormant_at = one.dormant_at, url = "/login" })
    end
    return { members = #list }
  end)
end

--- Puts to sleep who was told in time and has not come.
---@return integer members
function sleep_members.run()
  return each_batch(function(tx, mall, policy)
    local list = dormancy.due(tx, mall.id, policy, BATCH)
    for _, one in ipairs(list) do
      session.revoke_all(mall.id, one.member_id, nil, tx)
      dormancy.put_away(tx, mall.id, one.member_id)
    end
    return { members = #list }
  end)
end

--- A dormant member is back: everything is as it was.
---@param mall mall
---@param member_id string
---@return true|nil
---@return fault|nil
function sleep_members.wake(mall, member_id)
  return transaction(function(tx) return dormancy.bring_back(tx, mall.id, member_id) end)
end

return sleep_members
