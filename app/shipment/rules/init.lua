-- What of an order can be sent, in which parcels, and when goods count as received and bought for good. Pure.

local rules = {}

--- What a mall need not set, in days: unsent for so long is late; on its way for so long is there; there for so long is
--- bought;
--- told of it so long before.
rules.TERMS = { late_days = 2, deliver_days = 5, confirm_days = 7, remind_days = 2 }

--- Between what each may be set.
rules.BOUNDS = { late_days = { 1, 30 }, deliver_days = { 1, 60 }, confirm_days = { 1, 60 }, remind_days = { 0, 30 } }

--- A wrong dispatch can be taken back for so long: afterwards the parcel is underway, whatever a screen says.
rules.RECALL_HOURS = 72

---@class shipment.terms
---@field late_days integer
---@field deliver_days integer
---@field confirm_days integer
---@field remind_days integer

--- The terms of a mall: what it set, where that makes sense, and the house's for the rest.
---@param setting any
---@return shipment.terms
function rules.terms(setting)
  local terms = {}
  for name, default in pairs(rules.TERMS) do
    local value, bounds = type(setting) == "table" and setting[name], rules.BOUNDS[name]
    local sound = type(value) == "number" and value == math.floor(value) and value >= bounds[1] and value <= bounds[2]
    terms[name] = sound and value or default
  end
  if terms.remind_days >= terms.confirm_days then terms.remind_days = 0 end
  return terms
end

---@class shipment.unit  some units of one line
---@field position integer
---@field qty integer

---@class shipment.stand  how far an order has come
---@field lines { position: integer, held: boolean }[]
---@field portions table<integer, table<string, integer>>  by position and state
---@field claimed fun(position: integer): table<string, integer>  units of a line under open claims, by where they stand

--- The units that stand in one of these states and are under no claim.
---@param stand shipment.stand
---@param states string[]
---@return shipment.unit[]
function rules.free(stand, states)
  local units = {}
  for _, line in ipairs(stand.lines) do
    local here, asked, qty = stand.portions[line.position] or {}, stand.claimed(line.position), 0
    for _, state in ipairs(states) do qty = qty + math.max(0, (here[state] or 0) - (asked[state] or 0)) end
    if qty > 0 then units[#units + 1] = { position = line.position, qty = qty } end
  end
  return units
end

-- Without what is held back.
local function not_held(stand, units)
  local held, list = {}, {}
  for _, line in ipairs(stand.lines) do held[line.position] = line.held end
  for _, unit in ipairs(units) do
    if not held[unit.position] then list[#list + 1] = unit end
  end
  return list
end

--- What can be put into a parcel: what is paid or being prepared, not held and under no claim.
---@param stand shipment.stand
---@return shipment.unit[]
function rules.sendable(stand) return not_held(stand, rules.free(stand, { "paid", "preparing" })) end

--- What can begin to be prepared.
---@param stand shipment.stand
---@return shipment.unit[]
function rules.preparable(stand) return not_held(stand, rules.free(stand, { "paid" })) end

--- Of the units that somebody wants to send those that still can be; nil with what is wrong.
---@param wanted shipment.unit[]
---@param sendable shipment.unit[]
---@return shipment.unit[]|nil
---@return { position: integer, left: integer }|nil short
function rules.take(wanted, sendable)
  local left = {}
  for _, unit in ipairs(sendable) do left[unit.position] = unit.qty end
  local taken = {}
  for _, unit in ipairs(wanted) do
    local there = left[unit.position] or 0
    if unit.qty > there then return nil, { position = unit.position, left = there } end
    left[unit.position] = there - unit.qty
    taken[#taken + 1] = { position = unit.position, qty = unit.qty }
  end
  return taken
end

--- The units of a parcel that still stand where it is: some may have been cancelled, or sent back, meanwhile.
---@param units shipment.unit[]
---@param portions table<integer, table<string, integer>>
---@param state string
---@return shipment.unit[]
function rules.still(units, portions, state)
  local list = {}
  for _, unit in ipairs(units) do
    local there = math.min(unit.qty, (portions[unit.position] or {})[state] or 0)
    if there > 0 then list[#list + 1] = { position = unit.position, qty = there } end
  end
  return list
end

--- Units to be prepared before these can be put into a parcel: what of them is paid and no more.
---@param units shipment.unit[]
---@param portions table<integer, table<string, integer>>
---@return shipment.unit[]
function rules.unprepared(units, portions)
  local list = {}
  for _, unit in ipairs(units) do
    local missing = unit.qty - ((portions[unit.position] or {}).preparing or 0)
    if missing > 0 then list[#list + 1] = { position = unit.position, qty = missing } end
  end
  return list
end

-- What waits for nothing but us: a hold keeps it from being sent.
local WAITING = { "awaiting_payment", "paid", "preparing", "ready" }

--- How many units of a line have not left and have not come to nothing.
---@param portion table<string, integer>|nil  by state
---@return integer
function rules.waiting(portion)
  local qty = 0
  for _, state in ipairs(WAITING) do qty = qty + (portion and portion[state] or 0) end
  return qty
end

---@class shipment.parcel
---@field status "ready"|"shipping"|"delivered"|"withdrawn"
---@field delivered_at number|nil
---@field claim_id string|nil  it is what an exchange sends: its units are not the order's
---@field units shipment.unit[]

--- The units that can be bought for good by themselves: delivered, under no claim, and in no parcel that came later than
--- `before`. Which parcel a unit was in that was sent back meanwhile nobody knows: it is taken for one of the oldest.
---@param stand shipment.stand
---@param parcels shipment.parcel[]
---@param before number
---@return shipment.unit[]
function rules.settleable(stand, parcels, before)
  local young = {}
  for _, parcel in ipairs(parcels) do
    if parcel.status == "delivered" and parcel.delivered_at > before and not parcel.claim_id then
      for _, unit in ipairs(parcel.units) do young[unit.position] = (young[unit.position] or 0) + unit.qty end
    end
  end
  local units = {}
  for _, unit in ipairs(rules.free(stand, { "delivered" })) do
    local qty = unit.qty - (young[unit.position] or 0)
    if qty > 0 then units[#units + 1] = { position = unit.position, qty = qty } end
  end
  return units
end

--- The units that their buyer can confirm: what is with them or on its way, under no claim.
---@param stand shipment.stand
---@return shipment.unit[]
function rules.confirmable(stand) return rules.free(stand, { "shipping", "delivered" }) end

--- Whether a dispatch can still be taken back.
---@param parcel { status: string, dispatched_at: number|nil }
---@param now number
---@return boolean
function rules.can_recall(parcel, now)
  return parcel.status == "shipping" and now - parcel.dispatched_at <= rules.RECALL_HOURS * 3600
end

--- Units as a form sends them: fields "qty.<position>". What nobody typed is none.
---@param sent table<string, string|string[]>
---@param lines { position: integer, qty: integer }[]
---@return shipment.unit[]|nil
---@return string|nil sentence
function rules.read_units(sent, lines)
  local units = {}
  for _, line in ipairs(lines) do
    local typed = sent["qty." .. line.position]
    local digits = type(typed) == "string" and typed:match "^%s*(.-)%s*$" or ""
    if digits ~= "" and digits ~= "0" then
      local qty = #digits <= 4 and digits:find "^%d+$" and tonumber(digits)
      if not qty or qty > line.qty then return nil, "보낼 수량을 다시 확인해 주세요." end
      units[#units + 1] = { position = line.position, qty = qty }
    end
  end
  return units
end

--- What some units of a line were bought for, after `before` of them: what is rounded off one is with the next, so that the
--- sums of any parts are the sum of the whole.
---@param amount integer  of the whole line
---@param qty integer     of the whole line
---@param before integer
---@param count integer
---@return integer
function rules.part(amount, qty, before, count)
  return math.floor(amount * (before + count) / qty) - math.floor(amount * before / qty)
end

return rules
