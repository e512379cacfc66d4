-- What a coupon says and where it stands.

local won = require("shared.money").won

local rules = {}

---@class coupon.row
---@field id string
---@field name string
---@field amount integer|nil
---@field percent integer|nil
---@field most integer|nil
---@field least_order integer
---@field issued_at number
---@field expires_at number
---@field used_at number|nil
---@field revoked_at number|nil

--- Where it stands at a moment.
---@param row coupon.row
---@param now number
---@return "usable"|"used"|"expired"|"revoked" state
---@return string label
function rules.state(row, now)
  if row.revoked_at then return "revoked", "회수됨" end
  if row.used_at then return "used", "사용 완료" end
  if row.expires_at <= now then return "expired", "기간 만료" end
  return "usable", "사용 가능"
end

---@param row coupon.row
---@return string
function rules.off(row)
  if row.amount then return won(row.amount):format() .. " 할인" end
  return row.percent .. "% 할인"
end

--- On which terms, as sentences.
---@param row coupon.row
---@return string
function rules.terms(row)
  local parts = {}
  if row.least_order > 0 then parts[#parts + 1] = won(row.least_order):format() .. " 이상 구매 시" end
  if row.most then parts[#parts + 1] = "최대 " .. won(row.most):format() end
  return #parts > 0 and table.concat(parts, ", ") or "구매 금액 제한 없음"
end

---@param row coupon.row
---@param now number
---@return table
function rules.view(row, now)
  local state, label = rules.state(row, now)
  return { name = row.name, off = rules.off(row), terms = rules.terms(row), issued_at = row.issued_at,
    expires_at = row.expires_at, state = { key = state, label = label } }
end

return rules
