-- Dormancy 휴면: whether a mall wants it, and after how long. Off unless a mall turns it on: the law's duty ended in 2023.

local rules = {}

--- Between what each may be set.
rules.BOUNDS = { months = { 3, 120 }, notice_days = { 7, 90 } }

---@class dormancy.policy
---@field months integer       without a sign of the member
---@field notice_days integer  before it, the member is told

--- The policy of a mall; nil where it has none, or one that makes no sense.
---@param setting any  { months = 12, notice_days = 30 }
---@return dormancy.policy|nil
function rules.policy(setting)
  if type(setting) ~= "table" then return nil end
  local months, days = setting.months, setting.notice_days or 30
  local function is_count(value, bounds)
    return type(value) == "number" and value == math.floor(value) and value >= bounds[1] and value <= bounds[2]
  end
  if not is_count(months, rules.BOUNDS.months) or not is_count(days, rules.BOUNDS.notice_days) then return nil end
  return { months = months, notice_days = days }
end

return rules
