-- Moving points: each way they move is one posting in the books, in the caller's transaction, under the member's lock. A
-- key stands for the effect: asked for again with the same key, a movement is not made again but told again.

local rules = require "points.rules"
local store = require "points.store"
local fault = require "shared.fault"

local ledger = {}

---@class points.order
---@field mall_id string
---@field member_id string
---@field amount integer       above 0; for `adjust` also below
---@field reason string        what the member reads in the history
---@field key string           stands for the effect: "review <id>", "use <order>"
---@field actor string|nil     "shop" unless told
---@field expires_at number|nil  of what is given; `days` from now when absent
---@field days integer|nil

-- Does `work(now)` unless its key has been used: then answers with what was done before, if it was the same.
local function once(tx, kind, order, work)
  store.open(tx, order.mall_id, order.member_id)
  store.lock(tx, order.mall_id, order.member_id)
  local done = store.by_key(tx, order.mall_id, order.key)
  if done then
    if done.kind ~= kind or done.member_id ~= order.member_id then
      error("points: the key " .. order.key .. " stands for something else")
    end
    return done
  end
  local entries, refused, reverses = work(store.now(tx))
  if not entries then return nil, refused end
  local amount = 0
  for _, entry in ipairs(entries) do
    if entry.account == "member" then amount = amount + entry.amount end
  end
  local id = store.post(tx, { mall_id = order.mall_id, member_id = order.member_id, kind = kind, reason = order.reason,
    key = order.key, actor = order.actor or "shop", reverses = reverses }, entries)
  return { id = id, member_id = order.member_id, kind = kind, reason = order.reason, amount = amount }
end

local function positive(amount)
  if type(amount) ~= "number" or amount < 1 or amount ~= math.floor(amount) then
    error("points: an amount is a whole number above 0, not " .. tostring(amount), 3)
  end
end

local function new_lot(tx, order, amount, now)
  local expires_at = order.expires_at or rules.expires_at(now, order.days or rules.POLICY.days)
  return store.add_lot(tx, order.mall_id, order.member_id, amount, expires_at)
end

-- Entries that take these parts out of lots and put their sum where it goes.
local function outgoing(parts, account)
  local entries, sum = {}, 0
  for i, part in ipairs(parts) do
    entries[i] = { account = "member", lot_id = part.lot_id, amount = -part.amount }
    sum = sum + part.amount
  end
  entries[#entries + 1] = { account = account, amount = sum }
  return entries
end

--- Gives points.
---@param order points.order
---@return points.movement
function ledger.grant(tx, order)
  positive(order.amount)
  return once(tx, "grant", order, function(now)
    return { { account = "member", lot_id = new_lot(tx, order, order.amount, now), amount = order.amount },
      { account = "given", amount = -order.amount } }
  end)
end

--- Uses points: what expires first goes first.
---@param order points.order
---@return points.movement|nil
---@return fault|nil points.short
function ledger.use(tx, order)
  positive(order.amount)
  return once(tx, "use", order, function()
    local parts, refused = rules.take(store.lots(tx, order.mall_id, order.member_id), order.amount)
    if not parts then return nil, refused end
    return outgoing(parts, "spent")
  end)
end

-- What a use has out of each lot after what came back of it: what came back filled the longest-lived first.
local function still_out(tx, mall_id, use_id)
  local parts, back = store.outstanding(tx, mall_id, use_id), store.given_back(tx, mall_id, use_id)
  for i = #parts, 1, -1 do
    local returned = math.min(parts[i].amount, back)
    parts[i].amount, back = parts[i].amount - returned, back - returned
  end
  return parts
end

--- Gives back what was used, in whole or in part; `use_key` names the use.
---@param order points.order|{use_key:string, back_days:integer|nil}
---@return points.movement|nil
---@return fault|nil points.no_such_use | points.too_much_back
function ledger.refund(tx, order)
  positive(order.amount)
  return once(tx, "refund", order, function(now)
    local use = store.by_key(tx, order.mall_id, order.use_key)
    if not use or use.kind ~= "use" or use.member_id ~= order.member_id then return nil, fault("points.no_such_use") end
    local back, fresh = rules.give_back(still_out(tx, order.mall_id, use.id), order.amount, now)
    if not back then return nil, fresh end
    local entries = {}
    for i, part in ipairs(back) do entries[i] = { account = "member", lot_id = part.lot_id, amount = part.amount } end
    if fresh > 0 then
      local lot = new_lot(tx, { mall_id = order.mall_id, member_id = order.member_id,
        days = order.back_days or rules.POLICY.back_days }, fresh, now)
      entries[#entries + 1] = { account = "member", lot_id = lot, amount = fresh }
    end
    entries[#entries + 1] = { account = "spent", amount = -order.amount }
    return entries, nil, use.id
  end)
end

--- Puts right: gives or takes, with a reason that the member reads.
---@param order points.order
---@return points.movement|nil
---@return fault|nil points.short
function ledger.adjust(tx, order)
  positive(math.abs(order.amount))
  return once(tx, "adjust", order, function(now)
    if order.amount > 0 then
      return { { account = "member", lot_id = new_lot(tx, order, order.amount, now), amount = order.amount },
        { account = "adjusted", amount = -order.amount } }
    end
    local parts, refused = rules.take(store.lots(tx, order.mall_id, order.member_id), -order.amount)
    if not parts then return nil, refused end
    return outgoing(parts, "adjusted")
  end)
end

--- A member gives up all they have; what had expired goes with it.
---@param order {mall_id:string, member_id:string, reason:string, key:string, actor:string}
---@return points.movement|nil nil: there was nothing
function ledger.give_up(tx, order)
  if not store.lock(tx, order.mall_id, order.member_id) then return nil end
  ledger.expire(tx, order.mall_id, order.member_id)
  local parts = {}
  for i, lot in ipairs(store.lots(tx, order.mall_id, order.member_id)) do
    parts[i] = { lot_id = lot.id, amount = lot.remaining }
  end
  if #parts == 0 then return nil end
  return once(tx, "adjust", order, function() return outgoing(parts, "adjusted") end)
end

--- Takes away what has expired of one member. The key is made of the lots, so that one lot expires once.
---@return points.movement|nil nil: nothing had
function ledger.expire(tx, mall_id, member_id)
  if not store.lock(tx, mall_id, member_id) then return nil end
  local parts = {}
  for i, lot in ipairs(store.expired_lots(tx, mall_id, member_id)) do
    parts[i] = { lot_id = lot.id, amount = lot.remaining }
  end
  if #parts == 0 then return nil end
  return once(tx, "expire", { mall_id = mall_id, member_id = member_id, reason = "유효기간이 지났어요", actor = "clock",
    key = "expire " .. parts[1].lot_id .. " " .. store.now(tx) }, function() return outgoing(parts, "expired") end)
end

return ledger
