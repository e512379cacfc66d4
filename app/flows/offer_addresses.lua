-- At the till a member's addresses are at hand: the one that is chosen, or the default, stands in the form already, and a
-- new one can be kept for the next time.

local address = require "address"

local offer_addresses = {}

--- What a member can choose from, and what the chosen one fills in.
---@param mall mall
---@param member shopper|nil
---@param chosen any  an address's id, as the query has it
---@return {label:string, text:string, url:string, active:boolean}[] offered
---@return table<string, any>|nil values  of the order form; nil: there is nothing to fill in
function offer_addresses.run(mall, member, chosen)
  if not member then return {} end
  local offered, picked = {}, nil
  local list = address.of_member(mall.id, member.id)
  for _, one in ipairs(list) do
    if one.id == chosen then picked = one end
  end
  picked = picked or list[1]
  for i, one in ipairs(list) do
    offered[i] = { label = one.label ~= "" and one.label or one.name, text = one.address1 .. " " .. one.address2,
      url = "/checkout?address=" .. one.id .. "#part-2", active = one == picked }
  end
  if not picked then return offered end
  return offered, { same_as_orderer = picked.name == member.name and picked.phone == member.phone,
    recipient_name = picked.name, recipient_phone = picked.phone, postcode = picked.postcode, address1 = picked.address1,
    address2 = picked.address2 }
end

--- Keeps where an order goes, in the order's transaction; with no room left the order goes there all the same.
---@param tx table
---@param mall mall
---@param member_id string
---@param form table values of the order form
function offer_addresses.keep(tx, mall, member_id, form)
  address.add(tx, mall.id, member_id, { name = form.recipient_name, phone = form.recipient_phone, postcode = form.postcode,
    address1 = form.address1, address2 = form.address2 })
end

return offer_addresses
