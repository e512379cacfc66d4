-- Every provider that a mall can have a contract with. What an adapter is, and does, stands in payment/init.lua; its spec is
-- spec/app/payment/contract.lua, and all of them pass it.

---@type payment.adapter[]
return {
  require "payment.adapters.inicis",
  require "payment.adapters.toss_payments",
  require "payment.adapters.tosspay",
  require "payment.adapters.kakaopay",
  require "payment.adapters.naverpay",
  require "payment.adapters.portone",
  require "payment.adapters.portone_v1",
}
