-- A letter to whoever ordered, in the transaction of what it tells of. An address is no must when ordering: without one
-- there is nobody to write to.

local send_mail = require "flows.send_mail"

local tell_orderer = {}

---@param tx table
---@param mall { id: string }
---@param template "order/placed"|"order/paid"
---@param order table  a row of order.store
---@param values table what the letter says
function tell_orderer.run(tx, mall, template, order, values)
  if order.orderer_email == "" then return end
  send_mail.run(tx, mall, template,
    { email = order.orderer_email, name = order.orderer_name, member_id = order.member_id }, values)
end

return tell_orderer
