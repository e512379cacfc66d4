-- Which grade a sum of purchases means, how far it is to the next, and whether a ladder of grades is sound. The ladder is
-- given: it is data that a merchandiser keeps.

local clock = require "shared.clock"
local won = require("shared.money").won

local rules = {}

---@class grade.coupon
---@field name string
---@field amount integer|nil
---@field percent integer|nil
---@field most integer|nil
---@field least_order integer|nil
---@field days integer

---@class grade.step
---@field name string       what is stored
---@field label string      what a member reads
---@field from integer      won
---@field points number     percent
---@field delivery "free"|nil
---@field coupons grade.coupon[]|nil

---@class grade.ladder
---@field months integer
---@field [integer] grade.step

local function is_count(value, least, most)
  return type(value) == "number" and value == math.floor(value) and value >= least and value <= most
end

local KNOWN = { name = true, label = true, from = true, points = true, delivery = true, coupons = true }
local KNOWN_OF_COUPON = { name = true, amount = true, percent = true, most = true, least_order = true, days = true }

local function lint_coupon(coupon, where, problems)
  local function wrong(what) problems[#problems + 1] = where .. ": " .. what end
  if type(coupon) ~= "table" then return wrong "is no coupon" end
  for name in pairs(coupon) do
    if not KNOWN_OF_COUPON[name] then wrong("nobody knows what " .. tostring(name) .. " means") end
  end
  if type(coupon.name) ~= "string" or coupon.name == "" then wrong "has no name" end
  if (coupon.amount == nil) == (coupon.percent == nil) then wrong "takes off an amount or a percentage, one of both" end
  if coupon.amount ~= nil and not is_count(coupon.amount, 1, 10000000) then wrong "amount is a whole number of won" end
  if coupon.percent ~= nil and not is_count(coupon.percent, 1, 100) then wrong "percent is a whole number from 1 to 100" end
  if coupon.most ~= nil and not (coupon.percent and is_count(coupon.most, 1, 10000000)) then
    wrong "most is a whole number of won, and goes with percent"
  end
  if coupon.least_order ~= nil and not is_count(coupon.least_order, 0, 100000000) then
    wrong "least_order is a whole number of won"
  end
  if not is_count(coupon.days, 1, 365) then wrong "days is a whole number from 1 to 365" end
end

local function lint_step(step, before, where, problems)
  local function wrong(what) problems[#problems + 1] = where .. ": " .. what end
  for name in pairs(step) do
    if not KNOWN[name] then wrong("nobody knows what " .. tostring(name) .. " means") end
  end
  if type(step.label) ~= "string" or step.label == "" then wrong "has no label" end
  if not is_count(step.from, 0, 1e12) then
    wrong "from is a whole number of won"
  elseif not before and step.from ~= 0 then
    wrong "the lowest grade begins at 0, or who bought nothing has none"
  elseif before and is_count(before.from, 0, 1e12) and step.from <= before.from then
    wrong "begins no higher than the grade before it"
  end
  if type(step.points) ~= "number" or step.points < 0 or step.points > 50 or (step.points * 10) % 1 ~= 0 then
    wrong "points is a percentage from 0 to 50, to a tenth"
  end
  if step.delivery ~= nil and step.delivery ~= "free" then wrong "delivery is free, or not there" end
  if step.coupons ~= nil and type(step.coupons) ~= "table" then return wrong "coupons is a list" end
  for i, coupon in ipairs(step.coupons or {}) do lint_coupon(coupon, where .. ", coupon " .. i, problems) end
end

--- What is wrong with a ladder; nothing when it is sound.
---@param ladder grade.ladder
---@return string[]
function rules.lint(ladder)
  if type(ladder) ~= "table" then return { "there are no grades" } end
  local problems, names, labels = {}, {}, {}
  if not is_count(ladder.months, 1, 24) then problems[1] = "months is a whole number from 1 to 24" end
  if #ladder == 0 then problems[#problems + 1] = "there are no grades" end
  local count = 0
  for _ in pairs(ladder) do count = count + 1 end
  if count ~= #ladder + 1 then problems[#problems + 1] = "there is a gap between the grades, or a word that nobody knows" end
  for i, step in ipairs(ladder) do
    local where = "grade " .. i
    if type(step) ~= "table" then
      problems[#problems + 1] = where .. " is no grade"
    else
      local name = step.name
      if type(name) ~= "string" or not name:find "^[a-z][a-z0-9_]*$" or #name > 30 then
        problems[#problems + 1] = where .. ": name is a short word of small letters"
      else
        where = name
        if names[name] then problems[#problems + 1] = name .. " stands twice" end
        names[name] = true
      end
      if step.label and labels[step.label] then
        problems[#problems + 1] = where .. ": another grade has the label " .. step.label
      end
      labels[step.label or where] = true
      lint_step(step, ladder[i - 1], where, problems)
    end
  end
  return problems
end

--- The grade of a sum.
---@param ladder grade.ladder
---@param sum integer
---@return grade.step
---@return integer place
function rules.of_sum(ladder, sum)
  for i = #ladder, 1, -1 do
    if sum >= ladder[i].from then return ladder[i], i end
  end
  error("no grade for " .. tostring(sum), 2)
end

--- The grade of a name; of one that no longer exists, the lowest.
---@param ladder grade.ladder
---@param name string
---@return grade.step
---@return integer place  0: no grade of this name
function rules.step(ladder, name)
  for i, step in ipairs(ladder) do
    if step.name == name then return step, i end
  end
  return ladder[1], 0
end

--- The months that the first day of a month decides by.
---@param ladder grade.ladder
---@param now number any moment of the month
---@param ahead integer|nil months later
---@return {from:number, to:number, month:string} window  month: "2026-12-01", the day that decides
function rules.window(ladder, now, ahead)
  local day = clock.parts(now)
  local months = day.year * 12 + day.month - 1 + (ahead or 0)
  local function first(n) return clock.at(math.floor(n / 12), n % 12 + 1, 1) end
  return { from = first(months - ladder.months), to = first(months), month = clock.day(first(months)) }
end

--- "2026-12-01" → "2026년 12월 1일"
---@param month string
---@return string
function rules.day_text(month)
  local year, number, day = month:match "^(%d+)%-(%d+)%-(%d+)$"
  return ("%d년 %d월 %d일"):format(tonumber(year), tonumber(number), tonumber(day))
end

--- Why a sum means a grade, in words that the member is told.
---@param ladder grade.ladder
---@param step grade.step
---@param sum integer
---@return string
function rules.reason(ladder, step, sum)
  if step.from == 0 then return ("최근 %d개월 구매 금액 %s"):format(ladder.months, won(sum):format()) end
  return ("최근 %d개월 구매 금액 %s (%s 기준 %s 이상)"):format(ladder.months, won(sum):format(), step.label,
    won(step.from):format())
end

--- How far it is to the next grade; nil at the top.
---@param ladder grade.ladder
---@param place integer  of the grade that the sum means
---@param sum integer
---@return {label:string, missing:integer, percent:integer}|nil
function rules.next(ladder, place, sum)
  local step = ladder[place + 1]
  if not step then return nil end
  return { label = step.label, missing = math.max(0, step.from - sum),
    percent = math.min(100, math.floor(sum * 100 / step.from)) }
end

local function coupon_line(coupon)
  local off = coupon.amount and won(coupon.amount):format() .. " 할인"
    or coupon.percent .. "% 할인" .. (coupon.most and " (최대 " .. won(coupon.most):format() .. ")" or "")
  local least = coupon.least_order or 0
  least = least > 0 and ", " .. won(least):format() .. " 이상 구매 시" or ""
  return ("매월 %s (%s%s)"):format(coupon.name, off, least)
end

--- What a grade brings, as sentences.
---@param step grade.step
---@return string[]
function rules.benefits(step)
  local list = {}
  if step.points > 0 then
    list[#list + 1] = ("구매 금액의 %s%% 적립"):format((("%.1f"):format(step.points):gsub("%.0$", "")))
  end
  if step.delivery == "free" then list[#list + 1] = "모든 주문 무료배송" end
  for _, coupon in ipairs(step.coupons or {}) do list[#list + 1] = coupon_line(coupon) end
  return list
end

return rules
