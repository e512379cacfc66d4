-- Where an order goes, mended while nobody has begun to pack it: by staff, who say so in the log, or by the shopper.

local order = require "order"
local fault = require "shared.fault"
local fulfil = require "flows.fulfil"
local move_order = require "flows.move_order"
local transaction = require("flows.store").transaction

local move_delivery = {}

--- Nothing has been packed yet: everything is paid, or not even that.
---@param subject move.subject
---@return boolean
function move_delivery.is_movable(subject)
  local some = false
  for _, states in pairs(subject.portions) do
    for state in pairs(states) do
      if state ~= "awaiting_payment" and state ~= "paid" and state ~= "cancelled" then return false end
      some = some or state ~= "cancelled"
    end
  end
  return some
end

local PARTS = { { "recipient_name", "받는 분" }, { "recipient_phone", "연락처" }, { "postcode", "우편번호" }, { "address1", "주소" },
  { "address2", "상세 주소" }, { "memo", "배송 메모" } }

-- Where it goes by region decides what was paid for it: another region is another order.
local function move(tx, subject, values, region)
  if not move_delivery.is_movable(subject) then return nil, fault("shipment.address_locked") end
  if region ~= subject.order.region then return nil, fault("web.invalid", { fields = {
    postcode = "배송비가 다른 지역이에요. 주문을 취소하고 다시 주문해 주세요." } }) end
  order.move_address(tx, subject.mall_id, subject.id, values)
  return true
end

--- Staff mend where an order goes, until it is being prepared.
---@param values table  of shipment.forms.address
---@param region string of the new postcode
---@param why string
function move_delivery.run(ctx, at, values, region, why)
  return fulfil.act(ctx, at, "order.address", why, function(tx, subject)
    local moved, refused = move(tx, subject, values, region)
    if not moved then return nil, refused end
    -- the log is kept for years: what changed stands in it, not where somebody lives
    local changed = {}
    for _, part in ipairs(PARTS) do
      if subject.order[part[1]] ~= (values[part[1]] or "") then changed[#changed + 1] = part[2] end
    end
    return { changes = { ["배송지"] = { after = table.concat(changed, ", ") } } }
  end)
end

--- The shopper mends it themselves, while nobody has begun.
---@param mall mall
---@param order_id string
---@param values table
---@param region string
---@return true|nil
---@return fault|nil shipment.address_locked | web.invalid
function move_delivery.by_shopper(mall, order_id, values, region)
  return transaction(function(tx)
    local subject, gone = move_order.lock(tx, mall.id, order_id)
    if not subject then return nil, gone end
    return move(tx, subject, values, region)
  end)
end

return move_delivery
