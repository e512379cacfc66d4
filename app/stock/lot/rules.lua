-- What is said of a lot: how long it is still good, and whether it may be sold.

local rules = {}

-- So many days before its end a lot wants attention.
local SOON = 30

--- What a lot is called that nobody gave a name: by its date.
---@param code string|nil
---@param best_before string|nil  "2027-03-01"
---@return string|nil  nil: neither was said
function rules.code(code, best_before)
  if code and code ~= "" then return code end
  return best_before
end

--- A lot's name on a page.
---@param code string
---@return string
function rules.name(code) return code ~= "" and code or "로트 없음" end

--- How long it is good: "오늘까지", "12일 남음", "3일 지남".
---@param days integer|nil
---@return string|nil
function rules.days(days)
  if not days then return nil end
  if days == 0 then return "오늘까지" end
  return days > 0 and days .. "일 남음" or -days .. "일 지남"
end

--- Whether it may be sold, and if not, why.
---@param lot { qty: integer, blocked: boolean, stopped_at: number|nil, days_left: integer|nil }
---@return { label: string, tone: string }
function rules.state(lot)
  if lot.stopped_at then return { label = "판매 중지", tone = "bad" } end
  if lot.qty == 0 then return { label = "소진", tone = "plain" } end
  if lot.days_left and lot.days_left < 0 then return { label = "소비기한 지남", tone = "bad" } end
  if lot.blocked then return { label = "판매 기한 지남", tone = "bad" } end
  if lot.days_left and lot.days_left <= SOON then return { label = "임박", tone = "wait" } end
  return { label = "판매 중", tone = "good" }
end

--- A lot as pages show it.
---@param row table  of lot/store.lua
---@return table
function rules.view(row)
  return { id = row.id, name = rules.name(row.code), best_before = row.best_before and row.best_before:gsub("-", "."),
    days = rules.days(row.days_left), qty = row.qty, state = rules.state(row), orders = row.orders,
      received_at = row.received_at,
    stopped_at = row.stopped_at, stopped_why = row.stopped_at and row.stopped_why or nil,
      url = "/admin/stock/lots/" .. row.id }
end

return rules
