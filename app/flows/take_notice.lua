-- A provider tells something. It is kept as it came before anything is made of it, and answered as the provider expects;
-- what it says is a hint, which a job follows by asking the provider. What is forged is kept as well, and answered alike:
-- whoever sent it learns nothing.

local crypto = require "crypto"
local log = require "log"
local payment = require "payment"
local queue = require "queue"
local fault = require "shared.fault"
local transaction = require("flows.store").transaction

local take_notice = {}

-- Headers that say what a notice is, or prove it; cookies and the like are nobody's business.
local KEPT = { ["content-type"] = true, ["user-agent"] = true, ["webhook-id"] = true, ["webhook-timestamp"] = true,
  ["webhook-signature"] = true }

local function kept_headers(headers)
  local kept = {}
  for name, value in pairs(headers) do
    if KEPT[name] or name:find "^tosspayments%-" then kept[name] = value end
  end
  return kept
end

-- What cannot be told from others by its name is told by what it says.
local function digest(body) return crypto.hex(crypto.sha256(body)):sub(1, 32) end

local function row_of(provider, raw, told, outcome)
  local row = { provider = provider, body = raw.body, headers = kept_headers(raw.headers), address = raw.ip }
  if not told then
    row.event_key, row.outcome, row.state = "unread:" .. digest(raw.body .. raw.query), outcome, "refused"
    return row
  end
  row.kind, row.reference = told.kind, told.reference
  -- a forged one must not stand where the true one will want to
  row.event_key = outcome and "refused:" .. digest(raw.body) or told.event_key
  if outcome then row.outcome, row.state = outcome, "refused" end
  return row
end

local function is_from(contract, adapter, address)
  local list = contract.notice_ips or adapter.notice_ips
  -- a stand-in on this machine tells from this machine
  if contract.mode == "test" and payment.is_within(address, { "127.0.0.0/8", "::1" }) then return true end
  return not list or payment.is_within(address, list)
end

-- Some notices show by what only the provider and the attempt know who wrote them.
local function is_forged(mall, adapter, told)
  if told.authentic == false then return true end
  if told.authentic or not adapter.is_authentic then return false end
  local attempt = payment.by_reference(mall.id, told.reference)
  return attempt ~= nil and adapter.is_authentic(attempt, told) == false
end

local function judge(mall, contract, adapter, raw)
  if not is_from(contract, adapter, raw.ip) then return nil, "foreign_address" end
  local ok, told = pcall(adapter.read_notice, contract, raw, payment.now())
  if not ok then
    log.error("payment.notice_broke", { provider = contract.provider, error = tostring(told) })
    return nil, "unreadable"
  end
  if not told then return nil, "unreadable" end
  return told, is_forged(mall, adapter, told) and "forged" or nil
end

--- Takes a notice.
---@param mall mall
---@param provider string
---@param raw { body: string, headers: table<string, string>, query: string, ip: string }
---@return { status: integer, body: string, type: string }|nil  what the provider is answered
---@return fault|nil payment.no_notice | db.…
function take_notice.run(mall, provider, raw)
  local contract, adapter = payment.adapter(mall, { provider = provider })
  if not contract or not adapter.read_notice then return nil, fault("payment.no_notice", { provider = provider }) end
  local told, outcome = judge(mall, contract, adapter, raw)
  if outcome then log.warn("payment.notice_refused", { provider = provider, address = raw.ip, why = outcome }) end
  local kept = payment.notices.keep(mall.id, row_of(provider, raw, told, outcome))
  if kept.state ~= "refused" and kept.state ~= "handled" then
    local queued, refused = transaction(function(tx)
      queue.enqueue(tx, "payment.notice", { mall_id = mall.id, notice_id = kept.id },
        { mall_id = mall.id, unique = "notice:" .. kept.id, priority = 2 })
      return true
    end)
    if not queued then return nil, refused end
  end
  local status, body, kind = adapter.notice_answer(outcome == nil or outcome == "forged")
  return { status = status, body = body, type = kind }
end

return take_notice
