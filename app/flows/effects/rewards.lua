-- What a purchase brings its buyer: points for what was kept, by their grade, and back again for what was returned after
-- all.
-- Each is one posting under a key that says which units it is for, so that it is made once, however often it is asked for.

local grade = require "grade"
local members = require "member"
local points = require "points"
local shipment = require "shipment"

local rewards = {}

-- Units that a move takes, by line: they may have stood in several states.
local function by_line(move, from)
  local list, at = {}, {}
  for _, units in ipairs(move.lines) do
    if not from or units.from == from then
      local one = at[units.position]
      if not one then
        one = { position = units.position, qty = 0 }
        list[#list + 1], at[units.position] = one, one
      end
      one.qty = one.qty + units.qty
    end
  end
  return list
end

-- What of a line was paid with money: points that pay earn none.
local function paid_for(found, line)
  local total = found.goods_amount + found.shipping_amount - found.discount_amount
  if total <= 0 then return 0 end
  return line.amount - math.floor(found.points_amount * line.amount / total)
end

local function key_of(subject, position) return ("order %s %d "):format(subject.id, position) end

--- Points for units that were bought for good.
function rewards.grant_points(tx, subject, move)
  local buyer = subject.order.member_id and members.by_id(subject.mall_id, subject.order.member_id, tx)
  if not buyer or buyer.status == "withdrawn" then return true end
  local percent = grade.step(members.grades, buyer.grade).points
  local days = points.policy(points.setting(tx, subject.mall_id)).days
  for _, unit in ipairs(by_line(move)) do
    local line = subject.lines[unit.position]
    local confirmed = shipment.confirmed(tx, subject.mall_id, subject.id, unit.position)
    local paid = paid_for(subject.order, line)
    -- of the sum so far, not of each part: what is rounded off one part comes with the next
    local function until_unit(n) return points.earned(shipment.part(paid, line.qty, 0, n), percent) end
    local amount = until_unit(confirmed) - until_unit(confirmed - unit.qty)
    if amount > 0 then
      points.grant(tx, { mall_id = subject.mall_id, member_id = buyer.id, amount = amount, days = days,
        reason = "구매확정 " .. subject.number, key = key_of(subject, unit.position) .. confirmed })
      subject.earned = (subject.earned or 0) + amount
    end
  end
  return true
end

--- What was given for units that came back after they were confirmed is taken again, as far as it is still there.
function rewards.take_back_points(tx, subject, move)
  local member_id = subject.order.member_id
  for _, unit in ipairs(member_id and by_line(move, "confirmed") or {}) do
    local prefix = key_of(subject, unit.position)
    local given = points.given(tx, subject.mall_id, member_id, prefix)
    local confirmed = shipment.confirmed(tx, subject.mall_id, subject.id, unit.position)
    local kept = subject.portions[unit.position].confirmed or 0
    local amount = given > 0 and shipment.part(given, confirmed, kept, unit.qty) or 0
    amount = math.min(amount, points.balance_in(tx, subject.mall_id, member_id))
    if amount > 0 then
      local taken, refused = points.adjust(tx, { mall_id = subject.mall_id, member_id = member_id, amount = -amount,
        reason = "반품 " .. subject.number, key = ("%sback %d %d"):format(prefix, confirmed, kept) })
      if not taken then return nil, refused end
    end
  end
  return true
end

return rewards
