-- A member leaves. What the law wants kept stays (orders, what was agreed to), under a row with nothing of a person in it;
-- all else goes at once. Who still waits for goods is asked to come back when the order has ended.

local cart = require "cart"
local member = require "member"
local order = require "order"
local session = require "session"
local fault = require "shared.fault"
local forget_belongings = require "flows.forget_belongings"
local prove = require("flows.reset_password").prove
local send_mail = require "flows.send_mail"
local transaction = require("flows.store").transaction

local withdraw = {}

local LEFT = { kind = "terms", agreed = false, wording = "회원 탈퇴" }

local function refusals()
  local list = { LEFT }
  for _, consent in ipairs(member.marketing()) do
    list[#list + 1] = { kind = consent.kind, agreed = false, wording = "회원 탈퇴" }
  end
  return list
end

--- The orders that have not ended.
---@param mall mall
---@param member_id string
---@return {number:string, label:string, placed_at:number}[]
function withdraw.open_orders(mall, member_id)
  local list = {}
  for _, row in ipairs(order.all_of_member(mall.id, member_id)) do
    local state = order.state(row.status)
    if not state.over then list[#list + 1] = { number = row.number, label = state.label, placed_at = row.placed_at } end
  end
  return list
end

--- Ends a membership.
---@param mall mall
---@param member_id string
---@param plain string  the password
---@param base_url string
---@return true|nil
---@return fault|nil member.wrong | member.open_orders | member.too_many_tries | member.busy
function withdraw.run(mall, member_id, plain, base_url)
  local found, refused = prove(mall, member_id, plain)
  if not found then return nil, refused end
  if #withdraw.open_orders(mall, member_id) > 0 then return nil, fault("member.open_orders") end
  return transaction(function(tx)
    send_mail.run(tx, mall, "member/withdrawn", { email = found.email, name = found.name },
      { name = found.name, kept = member.KEPT, base_url = base_url })
    member.consent.record(tx, mall.id, member_id, refusals(), "withdrawal")
    member.token.drop(tx, mall.id, member_id)
    member.desk.drop_notes(tx, mall.id, member_id)
    cart.drop_of_member(tx, mall.id, member_id)
    forget_belongings.run(tx, mall, member_id)
    session.revoke_all(mall.id, member_id, nil, tx)
    member.erase(tx, mall.id, member_id)
    return true
  end)
end

return withdraw
