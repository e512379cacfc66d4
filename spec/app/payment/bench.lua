--- A provider's stand-in with an adapter before it, and attempts to pay on their way between them.

local assert = require "luassert"
local clock = require "clock"
local crypto = require "crypto"
local json = require "json"
local providers = require "spec.support.providers"

local bench = {}
bench.__index = bench

local RETURN = "http://shop.test/pay/261129-7K2M9QX/return/"

local count = 0

--- A row of an attempt to pay that is new.
---@param fields table|nil
---@return table
function bench.attempt(fields)
  count = count + 1
  local row = { id = crypto.uuid7(), order_id = crypto.uuid7(), seq = 1, reference = ("261129-7K2M9%s%d-1"):format(crypto.hex(crypto.random(2)):upper(), count),
    amount = 33000, tax_free_amount = 0, vat_amount = 3000, captured_amount = 0, returned_amount = 0, currency = "KRW", status = "requested", details = {} }
  for name, value in pairs(fields or {}) do row[name] = value end
  row.channel = row.channel or "pc"
  return row
end

--- What an adapter is asked to open for an attempt.
---@param row table
---@param changes table|nil
---@return table
function bench.request(row, changes)
  local now = clock.now()
  local request = { reference = row.reference, amount = row.amount, tax_free = row.tax_free_amount, vat = row.vat_amount, currency = "KRW",
    goods_name = "제주 감귤 5kg 외 2건", method = row.method, device = row.channel, now = now, due_at = now + 3 * 86400, expires_at = now + 900,
    buyer = { name = "홍길동", phone = "01012345678", email = "hong@example.kr" }, return_url = RETURN .. row.provider,
    cancel_url = "http://shop.test/pay/261129-7K2M9QX/cancelled", notice_url = "http://shop.test/hook/pay/" .. row.provider, key = row.id }
  for name, value in pairs(changes or {}) do request[name] = value end
  return request
end

--- A row after an adapter's answer, as the shop keeps it.
---@param row table
---@param result table
---@return table
function bench.keep(row, result)
  row.transaction_id = result.transaction_id or row.transaction_id
  row.secret = result.secret or row.secret
  row.captured_amount, row.returned_amount = result.captured or row.captured_amount, result.cancelled or row.returned_amount
  for name, value in pairs(result.details or {}) do row.details[name] = value end
  -- what is kept has been through the database
  row.details = json.decode(json.encode(row.details)) or {}
  if not next(row.details) then row.details = {} end
  return row
end

local function find(name)
  for _, adapter in ipairs(require "payment.adapters") do
    if adapter.name == name then return adapter end
  end
  error("no adapter " .. name)
end

--- Starts the stand-in of options.provider.
---@param options table  as contract.of is given
---@return table
function bench.start(options)
  local self = setmetatable({ name = options.provider, adapter = find(options.provider), options = options }, bench)
  self.stand = providers.start { only = { options.provider } }
  return self
end

function bench:stop() self.stand:stop() end

--- Everything as it was: no mood, no journal, and the contract as it should be.
function bench:reset()
  self.stand:mood()
  self.stand:forget()
  self.contract = self.stand:contract(self.name, self.options.changes)
end

--- The stand-in in a mood; nobody waits for the slow one.
function bench:mood(on, mood)
  mood.on = on
  self.stand:mood(mood)
  self.contract.timeout_ms = mood.slow and 300 or nil
end

--- Opens a window and presses a button; answers the row and what the browser brings.
function bench:press(way, press, changes, request)
  local row = bench.attempt { provider = self.name, method = way.method, channel = way.device }
  for name, value in pairs(changes or {}) do row[name] = value end
  local sent = bench.request(row, request)
  local started = self.adapter.start(self.contract, sent)
  assert.equal("ok", started.outcome, json.encode { started.code, started.message })
  bench.keep(row, started)
  local went = self.stand:press(self.name, started.go, press, way.choose)
  assert.is_nil(went.stuck, went.page)
  return row, self.adapter.read_return(self.contract, row, { query = went.query, form = went.form, method = went.method }, clock.now()), started, went
end

--- … up to where the approval is to be asked for.
function bench:authenticated(way, changes)
  local row, back = self:press(way, "pay", changes)
  assert.equal("authenticated", back.outcome, back.message)
  -- what the browser brought is written down before anything is asked with it
  row.details.token = back.token
  return row, back.token
end

function bench:approve(row, token) return self.adapter.approve(self.contract, row, token, clock.now()) end

function bench:query(row) return self.adapter.query(self.contract, row, clock.now()) end

function bench:cancel(row, amount, account)
  local remaining = row.captured_amount - row.returned_amount - amount
  local result = self.adapter.cancel(self.contract, row, { amount = amount, tax_free = 0, vat = math.floor(amount / 11), remaining = remaining,
    reason = "단순 변심", key = row.reference .. "-R" .. (row.returned_amount + amount), account = account }, clock.now())
  if result.outcome == "ok" then bench.keep(row, { cancelled = row.captured_amount - remaining }) end
  return result
end

--- What the provider holds for a row: came in, went back.
function bench:held(row)
  local captured, cancelled = 0, 0
  for _, one in ipairs(self.stand:ledger(self.name)) do
    if one.reference == row.reference then captured, cancelled = captured + one.captured, cancelled + one.cancelled end
  end
  return captured, cancelled
end

--- A way paid in full: the row as it is kept.
function bench:paid(way, changes)
  local row, token = self:authenticated(way, changes)
  local result = self:approve(row, token)
  assert.equal("ok", result.outcome, json.encode { result.code, result.message })
  return bench.keep(row, result), result, token
end

--- The notices that a command leads to, read by the adapter.
function bench:told(command)
  self.stand:forget()
  local status, body = self.adapter.notice_answer(true)
  command.provider, command.url = self.name, command.url or self.stand:sink(status, body)
  self.stand:command(command)
  local list = {}
  for _, raw in ipairs(self.stand:notices(self.name)) do
    if raw.url == command.url then
      local said = assert(self.adapter.read_notice(self.contract, raw, clock.now()))
      said.raw = raw
      list[#list + 1] = said
    end
  end
  return list
end

return bench
