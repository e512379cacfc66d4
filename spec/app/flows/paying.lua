--- An order that is to be paid at a stand-in, for specs of the flows around payments.

local crypto = require "crypto"
local database = require "spec.support.database"
local fs = require "fs"
local json = require "json"
local payment = require "payment"
local process = require "process"
local text = require "text"
local providers = require "spec.support.providers"
local shop = require "spec.app.shop"
local start_payment = require("flows.start_payment").run
local complete_payment = require "flows.complete_payment"
local handle_notice = require("flows.handle_notice").run
local take_notice = require("flows.take_notice").run

local paying = {}
paying.__index = paying

--- Opens a mall whose contracts lead to stand-ins. Options: `only`, some of them by name.
---@param options { only: string[]|nil, changes: table<string, table>|nil }|nil
---@return table
function paying.open(options)
  options = options or {}
  local self = setmetatable({ folder = assert(fs.temp "paying") }, paying)
  self.mall = shop.open { { code = "apple", name = "사과", stock = 50, price = 30000 } }
  self.providers = providers.start { only = options.only }
  -- several take cards: all are offered, where a mall would choose one
  local contracts, methods = {}, { "bank_transfer" }
  for i, name in ipairs(options.only) do
    contracts[i] = self.providers:contract(name, options.changes and options.changes[name])
    for _, method in ipairs { "card", "wallet", "virtual_account" } do methods[#methods + 1] = { provider = name, method = method } end
  end
  assert(fs.write(self.folder .. "/payment.json", json.encode { shop = { contracts = contracts, methods = methods } }, 256))
  process.setenv("PAYMENT_FILE", self.folder .. "/payment.json")
  process.setenv("PAYMENT_TEST", "on")
  assert(payment.load())
  return self
end

--- An order that waits for its window.
---@param qty integer|nil
---@return table order { id, number }
function paying:order(qty)
  local placed = assert(require("flows.place_order").run(self.mall, shop.draft(self.mall, { APPLE = qty or 1 })))
  return placed
end

---@param key string  "inicis.card"
---@return payment.offer
function paying:offer(key)
  for _, one in ipairs(payment.offered(self.mall, "pc")) do
    if one.key == key then return one end
  end
  error("no offer " .. key, 2)
end

--- Opens a window for an order.
---@param order table
---@param key string
---@param device "pc"|"mobile"|nil
---@return table|nil attempt, fault|nil
function paying:start(order, key, device)
  return start_payment(self.mall, { number = order.number, order_id = order.id, offer = self:offer(key), device = device or "pc",
    base_url = "http://shop.test", by = { actor = "shopper" } })
end

--- What the shopper does in the window, and what the browser brings back of it.
---@return table input
function paying:press(attempt, button)
  local back = self.providers:press(attempt.provider, attempt.details.go, button)
  return { method = back.method, query = back.query, form = back.form }
end

function paying:complete(attempt, input) return complete_payment.run(self.mall, payment.by_id(self.mall.id, attempt.id), input) end

--- The whole way.
---@return table attempt, table|nil outcome, fault|nil
function paying:pay(order, key, device)
  local attempt = assert(self:start(order, key, device))
  local outcome, refused = self:complete(attempt, self:press(attempt, "pay"))
  return payment.by_id(self.mall.id, attempt.id), outcome, refused
end

--- The attempt as it is now.
function paying:now(attempt) return payment.by_id(self.mall.id, attempt.id) end

--- What an order is called now.
function paying:label(order) return (database.execute(('SELECT status FROM "order" WHERE id = \'%s\''):format(order.id)):match "%S+") end

--- What a provider holds for an attempt: captured less given back.
function paying:held(attempt)
  local held = 0
  for _, row in ipairs(self.providers:ledger(attempt.provider)) do
    if row.reference == attempt.reference then held = held + row.captured - row.cancelled end
  end
  return held
end

--- Makes an attempt's moments be so long ago.
function paying:age(attempt, seconds)
  database.execute(("UPDATE payment SET approving_at = approving_at - interval '%d s', expires_at = expires_at - interval '%d s', "
    .. "due_at = due_at - interval '%d s', created_at = created_at - interval '%d s', requested_at = requested_at - interval '%d s' WHERE id = '%s'")
    :format(seconds, seconds, seconds, seconds, seconds, attempt.id))
end

function paying:close()
  process.setenv("PAYMENT_FILE", nil)
  process.setenv("PAYMENT_TEST", nil)
  payment.load()
  self.providers:stop()
  fs.remove(self.folder, true)
end

--- Somebody who answers for the mall.
function paying.owner()
  database.execute [[
    INSERT INTO staff (email, name, password_hash) VALUES ('owner@shop.kr', '박소유', '') ON CONFLICT DO NOTHING;
    INSERT INTO staff_role (staff_id, role) SELECT id, 'owner' FROM staff ON CONFLICT DO NOTHING]]
end

--- What a provider sent to nobody about an attempt since the journal was forgotten, as the requests that it would have been;
--- it is still sending others again and again.
---@param attempt table
---@return { body: string, headers: table<string, string>, query: string, ip: string }[]
function paying:notices(attempt)
  local list = {}
  for _, entry in ipairs(self.providers:journal()) do
    if entry.notice and entry.attempt == 0 and json.encode(entry.sent):find(attempt.reference, 1, true) then
      local body, kind = entry.sent, "application/json"
      if type(body) == "table" then
        local pairs_of = {}
        for name, value in pairs(body) do
          pairs_of[#pairs_of + 1] = name .. "=" .. assert(text.to_cp949(tostring(value))):gsub("[^%w]", function(c) return ("%%%02X"):format(c:byte()) end)
        end
        table.sort(pairs_of)
        body, kind = table.concat(pairs_of, "&"), "application/x-www-form-urlencoded"
      end
      list[#list + 1] = { body = body, headers = { ["content-type"] = kind }, query = "", ip = "127.0.0.1" }
    end
  end
  return list
end

--- Takes a notice and follows it, as the job would.
---@return table answer, table|nil outcome, fault|nil
function paying:tell(provider, raw)
  local answer = assert(take_notice(self.mall, provider, raw))
  local id = database.execute("SELECT id FROM payment_notice WHERE body = '\\x" .. crypto.hex(raw.body) .. "' ORDER BY received_at DESC LIMIT 1"):match "%S+"
  return answer, handle_notice(self.mall.id, id)
end

--- An attempt that waits for a deposit into an account.
---@return table attempt
function paying:account(order, provider, device)
  local attempt, outcome = self:pay(order, provider .. ".virtual_account", device)
  assert(outcome and outcome.status == "waiting", outcome and outcome.status)
  return attempt
end

return paying
