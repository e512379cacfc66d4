-- Something about money that no rule decides: the owners are written to, in the transaction that found it.

local send_mail = require "flows.send_mail"
local staff = require "staff"

local alarm_staff = {}

---@class alarm_staff.what
---@field text string          what happened, in a sentence
---@field number string|nil    the order
---@field amount integer|nil
---@field url string|nil       where it is worked
---@field payment_id string|nil
---@field goes_back boolean|nil the money is given back without anybody asking

--- Writes to whoever answers for the mall.
---@param tx pg.tx
---@param mall { id: string }
---@param what alarm_staff.what
function alarm_staff.run(tx, mall, what)
  local url = what.url or what.payment_id and "/admin/payments/" .. what.payment_id or "/admin/payments"
  for _, person in ipairs(staff.owners(tx)) do
    send_mail.run(tx, mall, "staff/payment", { email = person.email, name = person.name }, { name = person.name,
      text = what.text, number = what.number, amount = what.amount, goes_back = what.goes_back or false, url = url })
  end
end

return alarm_staff
