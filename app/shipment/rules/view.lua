-- Parcels as pages and letters show them: with words for where they are, and where they can be followed. Pure.

local carrier = require "shipment.rules.carrier"

local view = {}

--- What the states of a parcel are called, and what they look like in the back office.
---@type table<string, { label: string, tone: string }>
view.STATES = {
  ready = { label = "배송준비", tone = "wait" }, shipping = { label = "배송중", tone = "good" },
  delivered = { label = "배송완료", tone = "plain" }, withdrawn = { label = "등록 취소", tone = "plain" },
}

--- A parcel by itself, for letters.
---@param parcel table  of shipment.store
---@return { seq: integer, carrier: string, number: string|nil, track_url: string|nil }
function view.shown(parcel)
  return { seq = parcel.seq, carrier = parcel.carrier_name,
    number = parcel.number ~= "" and carrier.show_number(parcel.number) or nil,
    track_url = carrier.track(parcel.carrier_url, parcel.number) }
end

--- The parcels of an order with what is in them; those that were taken apart are nobody's business but the staff's.
---@param parcels table[]
---@param lines table[]  of order.store, by position
---@return table[]
function view.show_parcels(parcels, lines)
  local names, list = {}, {}
  for _, line in ipairs(lines) do names[line.position] = line end
  for _, parcel in ipairs(parcels) do
    if parcel.status ~= "withdrawn" then
      local shown = view.shown(parcel)
      shown.state = { label = view.STATES[parcel.status].label }
      shown.key, shown.dispatched_at, shown.delivered_at = parcel.status, parcel.dispatched_at, parcel.delivered_at
      shown.exchange, shown.goods = parcel.claim_id ~= nil or nil, {}
      for i, unit in ipairs(parcel.units) do
        local line = names[unit.position]
        shown.goods[i] = { name = line.product_name, qty = unit.qty,
          label = unit.label or line.sku_label ~= "" and line.sku_label or nil }
      end
      list[#list + 1] = shown
    end
  end
  return list
end

local WHAT = { registered = "송장 등록", renumbered = "송장 변경", dispatched = "발송", recalled = "발송 취소",
  delivered = "배송완료", withdrawn = "등록 취소" }

--- What happened to parcels, in words.
---@param changes table[]  of shipment.store
---@return { at: number, parcel: integer, label: string, text: string, actor: string, why: string|nil }[]
function view.show_changes(changes)
  local list = {}
  for i, change in ipairs(changes) do
    list[i] = { at = change.at, parcel = change.parcel, label = WHAT[change.what], actor = change.actor,
      text = (change.carrier_name or "") .. (change.number ~= "" and " " .. carrier.show_number(change.number) or ""),
      why = change.why ~= "" and change.why or nil }
  end
  return list
end

return view
