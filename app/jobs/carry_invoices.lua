-- Carries out a sheet of tracking numbers that was too long to wait for. Cut off, it goes on with what is still waiting.

local carry_invoices = require "flows.carry_invoices"

return {
  kind = "shipment.invoices", args = { mall_id = "uuid", id = "uuid" }, attempts = 10, timeout = 900,
  run = function(args) return carry_invoices.run(args.mall_id, args.id) end,
}
