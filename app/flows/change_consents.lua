-- A member decides anew what advertising may come. Only what changed is recorded, with today's words.

local member = require "member"
local transaction = require("flows.store").transaction

local change_consents = {}

---@param mall mall
---@param member_id string
---@param values table<string, boolean>  by the consents' field names
---@return {kind:string, agreed:boolean, wording:string}[] changed
function change_consents.run(mall, member_id, values)
  local changed, problem = transaction(function(tx)
    member.by_id(mall.id, member_id, tx) -- two forms of one member take turns
    local current, list = member.consent.current(mall.id, member_id, tx), {}
    for _, consent in ipairs(member.recorded(member.marketing(), values)) do
      local known = current[consent.kind]
      if (known ~= nil and known.agreed) ~= consent.agreed then list[#list + 1] = consent end
    end
    if #list > 0 then member.consent.record(tx, mall.id, member_id, list, "my") end
    return list
  end)
  return changed or error(problem, 0)
end

return change_consents
