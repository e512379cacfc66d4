-- What a coupon says, where it stands, and what it takes off. Pure.

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
---@field held_at number|nil      it waits with an order for its payment
---@field revoked_at number|nil

--- Where it stands at a moment.
---@param row coupon.row
---@param now number
---@return "usable"|"held"|"used"|"expired"|"revoked" state
---@return string label
function rules.state(row, now)
  if row.revoked_at then return "revoked", "회수됨" end
  if row.used_at then return "used", "사용 완료" end
  if row.held_at then return "held", "결제 대기" end
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

--- What it takes off goods: never more than they come to. A percentage is rounded once, halves up, of the whole.
---@param row {amount:integer|nil, percent:integer|nil, most:integer|nil, least_order:integer|nil}
---@param goods integer  won, before it
---@return integer saving  0 where the goods do not suffice
function rules.saving(row, goods)
  if goods < (row.least_order or 0) then return 0 end
  local saving = row.amount or won(goods):percent(row.percent).amount
  return math.min(saving, row.most or saving, goods)
end

-- In one line, since it is one of a list to pick from.
local function offer_text(offer)
  local row = offer.row
  if offer.missing > 0 then
    return ("%s · %s · %s 더 담으면 쓸 수 있어요"):format(row.name, rules.off(row), won(offer.missing):format())
  end
  local terms = (row.least_order > 0 or row.most) and (" (%s)"):format(rules.terms(row)) or ""
  return ("%s 할인 · %s%s"):format(won(offer.saving):format(), row.name, terms)
end

--- A member's coupons as a checkout offers them: what saves most in front, then what expires first, then those that these
--- goods do not suffice for, with what is missing.
---@param rows coupon.row[]
---@param goods integer
---@param now number
---@return {id:string, text:string, saving:integer, missing:integer}[]
function rules.offers(rows, goods, now)
  local list = {}
  for _, row in ipairs(rows) do
    if rules.state(row, now) == "usable" then
      list[#list + 1] = { row = row, id = row.id, saving = rules.saving(row, goods),
        missing = math.max(0, row.least_order - goods) }
    end
  end
  table.sort(list, function(a, b)
    if a.saving ~= b.saving then return a.saving > b.saving end
    if a.missing ~= b.missing then return a.missing < b.missing end
    if a.row.expires_at ~= b.row.expires_at then return a.row.expires_at < b.row.expires_at end
    return a.id < b.id
  end)
  for _, offer in ipairs(list) do offer.text, offer.row = offer_text(offer), nil end
  return list
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
