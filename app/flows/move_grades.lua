-- The first day of a month decides on everybody's grade anew: members are gone through a batch at a time, and whoever moves
-- gets a row of history with the reason, the new grade and a letter, all in one transaction. What is decided for a month is
-- decided once: a batch that comes again moves nobody twice. The coupons of a grade are given with it.

local coupon = require "coupon"
local grade = require "grade"
local malls = require "mall"
local members = require "member"
local order = require "order"
local queue = require "queue"
local clock = require "shared.clock"
local korean = require "shared.korean"
local send_mail = require("flows.send_mail").run
local transaction = require("flows.store").transaction

local BATCH = 200

local move_grades = {}

local function paid() return order.bought() end

-- The move that a standing means; nil: the member stays.
local function move_of(ladder, standing)
  local step = grade.of_sum(ladder, standing.sum)
  if step.name == standing.grade then return nil, step end
  return { member_id = standing.member_id, from = standing.grade, to = step.name, sum = standing.sum,
    reason = grade.reason(ladder, step, standing.sum) }, step
end

local function tell(tx, mall_id, ladder, standing, move)
  local step = grade.step(ladder, move.to)
  send_mail(tx, { id = mall_id }, "member/grade_changed",
    { email = standing.email, name = standing.name, member_id = standing.member_id },
    { name = standing.name, from = grade.step(ladder, move.from).label, to = step.label, reason = move.reason,
      benefits = grade.benefits(step), url = "/my/grade" })
end

-- The coupons that a grade gives a member for a month.
local function coupons_of(list, member_id, step, month, now)
  for n, one in ipairs(step.coupons or {}) do
    list[#list + 1] = { member_id = member_id, key = ("grade %s %s %d"):format(month, step.name, n), name = one.name,
      amount = one.amount, percent = one.percent, most = one.most, least_order = one.least_order,
      expires_at = clock.end_of_day(now, one.days) }
  end
end

-- The window that a month's first day decides by, told by that day.
local function window_of(ladder, month)
  local year, number = month:match "^(%d%d%d%d)%-(%d%d)%-01$"
  if not year then error("a month is told by its first day, not by " .. tostring(month), 3) end
  return grade.window(ladder, clock.at(tonumber(year), tonumber(number), 1))
end

--- Decides on one batch of a mall's members, and queues the next.
---@param mall_id string
---@param month string       "2026-12-01"
---@param after string|nil   the last member of the batch before
---@param now number
---@return {members:integer, moved:integer}|nil
---@return fault|nil
function move_grades.batch(mall_id, month, after, now)
  local ladder = members.grades
  local window = window_of(ladder, month)
  return transaction(function(tx)
    local standings = grade.standings(mall_id, window, paid(), after, BATCH, tx)
    local moves, by_member, coupons = {}, {}, {}
    for _, standing in ipairs(standings) do
      local move, step = move_of(ladder, standing)
      moves[#moves + 1] = move
      by_member[standing.member_id] = { standing = standing, move = move }
      coupons_of(coupons, standing.member_id, step, month, now)
    end
    local count = 0
    for member_id in pairs(grade.move(tx, mall_id, month, moves, "clock")) do
      local of = by_member[member_id]
      tell(tx, mall_id, ladder, of.standing, of.move)
      count = count + 1
    end
    coupon.issue(tx, mall_id, coupons)
    if #standings == BATCH then
      local last = standings[BATCH].member_id
      queue.enqueue(tx, "grade.move", { mall_id = mall_id, month = month, after = last },
        { mall_id = mall_id, unique = ("%s after %s"):format(month, last) })
    end
    return { members = #standings, moved = count }
  end)
end

--- Begins to decide in one mall, or in all.
---@param month string|nil   the running one unless told
---@param mall_id string|nil
---@return string month
function move_grades.begin(month, mall_id)
  month = month or grade.window(members.grades, clock.now()).month
  window_of(members.grades, month)
  for _, mall in ipairs(mall_id and { { id = mall_id } } or malls.all()) do
    transaction(function(tx)
      queue.enqueue(tx, "grade.move", { mall_id = mall.id, month = month }, { mall_id = mall.id, unique = month })
      return true
    end)
  end
  return month
end

---@class move_grades.preview
---@field month string
---@field members integer   looked at
---@field moving integer
---@field ways {from:string, to:string, members:integer, up:boolean}[]  the most travelled first
---@field moves {name:string, email:string, from:string, to:string, sum:integer, reason:string}[]  the first; people masked

local function add_way(ways, ladder, move)
  local key = move.from .. " " .. move.to
  local way = ways[key]
  if not way then
    local from, from_place = grade.step(ladder, move.from)
    local to, to_place = grade.step(ladder, move.to)
    way = { from = from.label, to = to.label, members = 0, up = to_place > from_place }
    ways[key], ways[#ways + 1] = way, way
  end
  way.members = way.members + 1
  return way
end

--- Who would move if a mall decided now, without moving anybody.
---@param mall_id string
---@param ahead integer  0: this month's first day decides (again); 1: the next one's, by what was bought until now
---@param most integer   so many are shown one by one
---@return move_grades.preview
function move_grades.preview(mall_id, ahead, most)
  local ladder = members.grades
  local window = grade.window(ladder, clock.now(), ahead)
  local found = { month = window.month, members = 0, moving = 0, ways = {}, moves = {} }
  local after
  repeat
    local standings = grade.standings(mall_id, window, paid(), after, BATCH)
    for _, standing in ipairs(standings) do
      local move = move_of(ladder, standing)
      if move then
        local way = add_way(found.ways, ladder, move)
        found.moving = found.moving + 1
        if #found.moves < most then
          found.moves[#found.moves + 1] = { name = korean.mask_name(standing.name),
            email = korean.mask_email(standing.email),
            from = way.from, to = way.to, sum = move.sum, reason = move.reason }
        end
      end
      after = standing.member_id
    end
    found.members = found.members + #standings
  until #standings < BATCH
  local ways = {}
  for i, way in ipairs(found.ways) do ways[i] = way end
  table.sort(ways, function(a, b)
    if a.members ~= b.members then return a.members > b.members end
    return a.from .. a.to < b.from .. b.to
  end)
  found.ways = ways
  return found
end

return move_grades
