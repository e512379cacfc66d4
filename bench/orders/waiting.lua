-- Run by `sijang lua` with a SKU's code, a count and where the stand-ins are: places so many orders, opens an account for
-- each at the provider, and prints as JSON what their attempts are called there.

local json = require "json"
local payment = require "payment"
local providers = require "spec.support.providers"
local complete_payment = require "flows.complete_payment"
local place_order = require "flows.place_order"
local start_payment = require("flows.start_payment").run

local code, count, url = ...

-- What specs know of carts and forms is enough here; nothing of it asks a database of its own.
package.loaded["spec.support.database"] = {
  execute = function(sql)
    local _, value = next(require("pg").row(sql) or {})
    return tostring(value)
  end,
}
local shop = require "spec.app.shop"
assert(payment.load())
local mall = require("mall").first()
local stand = providers.at(url)

local offer
for _, one in ipairs(payment.offered(mall, "pc")) do
  if one.key == "toss_payments.virtual_account" then offer = one end
end

local references = {}
for i = 1, tonumber(count) do
  local placed = assert(place_order.run(mall, shop.draft(mall, { [code] = 1 }, { pay = offer.key, orderer_email = "" })))
  local attempt = assert(start_payment(mall, { number = placed.number, order_id = placed.id, offer = offer, device = "pc",
    base_url = "http://localhost", by = { actor = "shopper" } }))
  local back = stand:press("toss_payments", attempt.details.go, "pay")
  local outcome = assert(complete_payment.run(mall, payment.by_id(mall.id, attempt.id), { method = back.method,
    query = back.query, form = back.form }))
  assert(outcome.status == "waiting", outcome.status)
  references[i] = attempt.reference
end
io.write(json.encode(json.array(references)), "\n")
