-- Dormancy 휴면: whether a mall wants it, and after how long. Off unless a mall turns it on: the law's duty ended in 2023.

local rules = {}

---@class dormancy.policy
---@field months integer       without a sign of the member
---@field notice_days integer  before it, the member is told

--- The policy of a mall; nil where it has none, or one that makes no sense.
---@param setting any  { months = 12, notice_days = 30 }
---@return dormancy.policy|nil
function rules.policy(setting)
  if type(setting) ~= "table" then return nil end
  local months, days = setting.months, setting.notice_days or 30
  local function is_count(value, least, most)
    return type(value) == "number" and value == math.floor(value) and value >= least and value <= most
  end
  if not is_count(months, 3, 120) or not is_count(days, 7, 90) then return nil end
  return { months = months, notice_days = days }
end

return rules
