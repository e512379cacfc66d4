-- What the database refused, as sentences: at the field it is about where there is one, else for the whole form. The names
-- of constraints tell which column it is about; those that speak of several columns have words of their own here, or are
-- quoted as they are defined.

local text = require "text"
local definition = require "relation.rules.definition"
local input = require "relation.rules.input"

local particle = text.particle

local sentence = {}

-- By the constraint's name, for those that speak of several columns; at which of them it is said, if at one.
local known = {
  inquiry_answered = { "답변과 답변한 시각, 답변한 사람은 함께 적거나 함께 비워 주세요." },
  member_blocked_with_reason = { "막은 시각과 사유는 함께 적거나 함께 비워 주세요.", "blocked_why" },
  member_has_address = { "탈퇴하지 않은 회원에게는 이메일이 있어야 해요.", "email" },
  member_withdrawn_is_erased = { "탈퇴한 회원의 개인정보는 남길 수 없어요. 회원 화면에서 탈퇴를 처리해 주세요.", "status" },
  order_adds_up = { "상품 금액 + 배송비 − 할인 = 결제 금액이 되어야 해요." },
  order_line_adds_up = { "단가 × 수량 − 할인 = 금액이 되어야 해요." },
  order_points = { "적립금으로 낸 금액은 결제 금액보다 많을 수 없어요.", "points_amount" },
  order_tax = { "면세 금액과 부가세의 합은 결제 금액보다 많을 수 없어요.", "vat_amount" },
  payment_paid = { "결제된 결제에는 결제한 시각을 꼭 적어 주세요.", "paid_at" },
  payment_returned = { "돌려준 금액은 받은 금액보다 많을 수 없어요.", "returned_amount" },
  payment_tax = { "면세 금액과 부가세의 합은 금액보다 많을 수 없어요.", "vat_amount" },
  payment_transfer = { "무통장입금에는 은행, 계좌번호, 예금주, 입금자, 기한을 모두 적어 주세요." },
  refund_check = { "면세 금액과 부가세의 합은 금액보다 많을 수 없어요.", "vat_amount" },
  shipping_region_check = { "끝 우편번호는 시작 우편번호보다 앞설 수 없어요.", "postcode_to" },
  sku_check = { "정가는 비워 두거나 판매가보다 높게 적어 주세요.", "list_price" },
  sku_check1 = { "단위가격의 세 칸은 함께 적거나 함께 비워 주세요.", "unit_label" },
  stock_check = { "예약된 수량은 실재고보다 많을 수 없어요.", "on_hand" },
}

-- The columns of a key that people tell rows by: the mall goes without saying.
local function own_columns(one, columns)
  local list = {}
  for _, name in ipairs(columns) do
    if name ~= one.mall or #columns == 1 then list[#list + 1] = name end
  end
  return list
end

local function of_unique(one, refused)
  for _, unique in ipairs(one.uniques) do
    if unique.name == refused.constraint then
      local columns = own_columns(one, unique.columns)
      local at = columns[#columns]
      if #columns > 1 then return at, particle(table.concat(columns, ", "), "이/가") .. " 모두 같은 행이 이미 있어요." end
      return at, "이미 다른 행에 있는 값이에요." .. (unique.partial and " 조건: " .. unique.partial or "")
    end
  end
  return nil, "이미 있는 값과 겹쳐요: " .. (refused.constraint or "")
end

local function find_reference(catalog, one, name)
  for _, reference in ipairs(one.references) do
    if reference.name == name then return reference, true end
  end
  for _, reference in ipairs(one.referrers) do
    if reference.name == name then return reference, false end
  end
  for _, other in ipairs(catalog.list) do
    for _, reference in ipairs(other.references) do
      if reference.name == name then return reference, false end
    end
  end
end

local function of_reference(catalog, one, refused)
  local reference, own = find_reference(catalog, one, refused.constraint)
  if not reference then return nil, "다른 표와 이어지지 않아요: " .. (refused.constraint or "") end
  -- a row that others refer to, or one that refers to nobody
  if not own or refused.message:find("update or delete on table \"" .. one.name .. "\"", 1, true) then
    return nil, ("%s 표의 행이 이 행을 가리키고 있어요. 그 행을 먼저 바꾸거나 지워 주세요."):format(reference.table)
  end
  local columns = own_columns(one, reference.columns)
  return columns[#columns], ("%s 표에 그런 행이 없어요."):format(reference.target)
end

local function figure(number) return input.grouped(("%.0f"):format(number)) end

local function of_check(one, refused)
  local check = one.checks[refused.constraint]
  local words = known[refused.constraint]
  if words then return words[2] and one.by_name[words[2]] and words[2] or nil, words[1] end
  if not check then return nil, "조건에 맞지 않아요: " .. (refused.constraint or "") end
  local at = #check.columns == 1 and check.columns[1] or nil
  local says = at and definition.check(check.definition, at) or {}
  if says.choices then return at, table.concat(says.choices, ", ") .. " 가운데 하나여야 해요." end
  if says.shortest and says.longest then
    return at, ("%s자부터 %s자까지 쓸 수 있어요."):format(figure(says.shortest), figure(says.longest))
  end
  if says.longest then return at, figure(says.longest) .. "자까지 쓸 수 있어요." end
  if says.min and says.max then return at, ("%s부터 %s까지 쓸 수 있어요."):format(figure(says.min), figure(says.max)) end
  if says.min then return at, figure(says.min) .. " 이상이어야 해요." end
  if says.max then return at, figure(says.max) .. " 이하여야 해요." end
  local condition = check.definition:gsub("^CHECK %((.*)%)", "%1")
  return at, ("조건 %s에 맞지 않아요: %s"):format(refused.constraint, condition)
end

-- Sentences for what names no column. What PostgreSQL says is quoted where we have no better words.
local general = {
  ["22001"] = function(message) return ("너무 긴 값이 있어요 (%s)."):format(message:match "type (.+)$" or message) end,
  ["22003"] = function() return "너무 크거나 작은 수가 있어요." end,
  ["22P05"] = function() return "저장할 수 없는 글자가 있어요." end,
  ["23P01"] = function() return "이미 있는 것과 겹쳐요." end,
  ["42501"] = function() return "데이터베이스가 이 변경을 허락하지 않아요. 쌓기만 하는 기록이거나 다른 표에서 만들어지는 값이에요." end,
}

--- What was refused, in words.
---@param catalog relation.catalog
---@param one relation.table
---@param refused relation.refusal
---@return string|nil column
---@return string sentence
function sentence.of(catalog, one, refused)
  local state = refused.sqlstate
  if state == "23505" then return of_unique(one, refused) end
  if state == "23503" or state == "23001" then return of_reference(catalog, one, refused) end
  if state == "23514" then return of_check(one, refused) end
  if state == "23502" then
    local column = refused.message:match 'column "([^"]+)"'
    if column and one.by_name[column] then
      if one.by_name[column].hidden == "secret" then return nil, column .. "은 비밀 값이라 여기서 채울 수 없어요." end
      return column, "비워 둘 수 없는 칸이에요."
    end
  end
  local words = general[state]
  return nil, words and words(refused.message) or "데이터베이스가 받지 않았어요: " .. refused.message
end

return sentence
