-- Goods are bought for good: the buyer says so, or nobody said otherwise for some days. Points follow, by the order's
-- machine
-- (effects.rewards); what is under a claim stays open. Whoever ordered hears of it once, with the way to a review.

local log = require "log"
local malls = require "mall"
local order = require "order"
local shipment = require "shipment"
local fault = require "shared.fault"
local move_order = require "flows.move_order"
local ship = require "flows.ship"
local tell_orderer = require "flows.tell_orderer"
local transaction = require("flows.store").transaction

local confirm_purchase = {}

local DAY = 86400

local function chosen(units, positions)
  if not positions then return units end
  local wanted, list = {}, {}
  for _, position in ipairs(positions) do wanted[position] = true end
  for _, unit in ipairs(units) do
    if wanted[unit.position] then list[#list + 1] = unit end
  end
  return list
end

-- A parcel whose goods were all confirmed has arrived, whatever its carrier says.
local function close_parcels(tx, subject, parcels, by, before)
  for _, parcel in ipairs(parcels) do
    if parcel.status == "shipping" and not parcel.claim_id
      and #shipment.still(parcel.units, subject.portions, "shipping") == 0 then
      shipment.move(tx, subject.mall_id, parcel.id, "shipping", "delivered")
      shipment.append(tx, subject.mall_id, parcel.id, { what = "delivered", actor = by.actor, why = "구매확정" })
    end
  end
  local left, claimed = 0, 0
  for position, states in pairs(subject.portions) do
    left, claimed = left + (states.delivered or 0), claimed + (order.claimed(subject, position).delivered or 0)
  end
  -- what is under a claim may still be theirs: its parcel is asked again once the claim has ended
  if left == 0 then
    shipment.settle(tx, subject.mall_id, subject.id)
  elseif before and claimed == 0 then
    shipment.settle(tx, subject.mall_id, subject.id, before)
  end
end

local function tell(tx, subject, units)
  local lines = order.lines(subject.mall_id, subject.id, tx)
  tell_orderer.run(tx, { id = subject.mall_id }, "order/confirmed", subject.order,
    order.sent_letter.confirmed(subject.order, lines, units, subject.earned or 0))
end

-- Confirms what can be, in the transaction that holds the order's lock. nil, nil: there is nothing, and nothing is wrong.
local function confirm(tx, subject, event, by, positions, before)
  local parcels = shipment.parcels(subject.mall_id, subject.id, tx)
  local units = before and shipment.settleable(ship.stand(subject), parcels, before)
    or chosen(shipment.confirmable(ship.stand(subject)), positions)
  if #units == 0 then return nil, fault "shipment.nothing_to_confirm" end
  local moved, refused = move_order.run(tx, subject, { axis = "line", event = event, lines = units }, by)
  if not moved then return nil, refused end
  close_parcels(tx, subject, parcels, by, before)
  tell(tx, subject, units)
  local qty = 0
  for _, unit in ipairs(units) do qty = qty + unit.qty end
  return { qty = qty, earned = subject.earned or 0 }
end

--- The buyer confirms what they have, all of it or some lines.
---@param mall mall
---@param order_id string
---@param positions integer[]|nil
---@param actor "member"|"shopper"|string  "staff …"
---@param record (fun(tx: pg.tx, done: table))|nil  writes down who did it, in the same transaction
---@return { qty: integer, earned: integer }|nil
---@return fault|nil shipment.nothing_to_confirm | order.…
function confirm_purchase.run(mall, order_id, positions, actor, record)
  return transaction(function(tx)
    local subject, gone = move_order.lock(tx, mall.id, order_id)
    if not subject then return nil, gone end
    local done, refused = confirm(tx, subject, "confirm", { actor = actor }, positions)
    if done and record then record(tx, done) end
    return done, refused
  end)
end

-- Goes through the malls with their terms.
local function each_mall(work)
  local count = 0
  for _, mall in ipairs(malls.all()) do
    count = count + work(mall, shipment.terms(malls.settings(mall.id).fulfilment))
  end
  return count
end

--- Confirms what was delivered as long ago as each mall gives its buyers, at most so many orders of each.
---@param limit integer|nil
---@return integer orders
function confirm_purchase.by_time(limit)
  return each_mall(function(mall, terms)
    local done = 0
    for _, due in ipairs(shipment.unconfirmed(mall.id, terms.confirm_days, limit or 500)) do
      local confirmed, refused = transaction(function(tx)
        local subject, gone = move_order.lock(tx, mall.id, due.order_id)
        if not subject then return nil, gone end
        return confirm(tx, subject, "settle", { actor = "clock" }, nil, subject.now - terms.confirm_days * DAY)
      end)
      if confirmed then done = done + 1 else
        log.info("order.not_confirmed", { order = due.order_id, fault = tostring(refused) })
      end
    end
    return done
  end)
end

--- Tells buyers that their goods will count as bought, each once for each parcel.
---@param limit integer|nil
---@return integer orders
function confirm_purchase.remind(limit)
  return each_mall(function(mall, terms)
    if terms.remind_days == 0 then return 0 end
    local days, done = terms.confirm_days - terms.remind_days, 0
    for _, due in ipairs(shipment.unreminded(mall.id, days, limit or 500)) do
      local told = transaction(function(tx)
        local subject = move_order.lock(tx, mall.id, due.order_id)
        local at = subject and shipment.reminded(tx, mall.id, due.order_id, days)
        if not at then return nil, fault("shipment.gone") end
        local lines = order.lines(mall.id, due.order_id, tx)
        local units = shipment.free(ship.stand(subject), { "delivered" })
        tell_orderer.run(tx, mall, "order/confirm_soon", subject.order,
          order.sent_letter.confirm_soon(subject.order, lines, units, at + terms.confirm_days * DAY))
        return true
      end)
      if told then done = done + 1 end
    end
    return done
  end)
end

return confirm_purchase
