-- Who ordered and has not paid into the account yet is reminded once, in the last day before it is too late.

local payment = require "payment"
local send_mail = require "flows.send_mail"
local transaction = require("flows.store").transaction

local remind_of_deposits = {}

local function remind(mall_id, id)
  return transaction(function(tx)
    local attempt = payment.by_id(mall_id, id, tx)
    if not attempt or attempt.status ~= "waiting" then return false end
    if attempt.orderer_email ~= "" then
      send_mail.run(tx, { id = mall_id }, "order/deposit_due",
        { email = attempt.orderer_email, name = attempt.orderer_name, member_id = attempt.member_id },
        { name = attempt.orderer_name, number = attempt.number, url = "/orders/" .. attempt.number,
          bank = { name = attempt.bank, account = attempt.account_number, holder = attempt.account_holder or "",
            depositor = attempt.depositor, amount = attempt.amount, due_at = attempt.due_at } })
    end
    payment.note(tx, mall_id, id, { details = { reminded_at = attempt.asked_at } })
    return true
  end)
end

--- Reminds whoever is due within a day.
---@return integer reminded
function remind_of_deposits.run()
  local count = 0
  for _, one in ipairs(payment.due_soon(86400, 1000)) do
    if remind(one.mall_id, one.id) then count = count + 1 end
  end
  return count
end

return remind_of_deposits
