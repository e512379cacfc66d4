-- A provider tells what came of letters. It is kept as it came before anything is made of it; then every event in it counts
-- once, however often and in whichever company it is told.

local crypto = require "crypto"
local json = require "json"
local log = require "log"
local mail = require "mail"
local malls = require "mall"
local fault = require "shared.fault"
local transaction = require("flows.store").transaction

local receive = {}

local function take(tx, event)
  if not malls.of_id(event.mall_id) or not mail.note_event(tx, event) then return end
  local reason = mail.reason_of(event)
  if reason then mail.suppress(tx, event.mall_id, event.address, reason, event.detail) end
end

--- Takes a report of Mandrill's.
---@param mall { id: string }  whose host was asked
---@param fields table<string, string|string[]>  of the form
---@param signature string|nil
---@return true|nil
---@return fault|nil mail.forged | db.…
function receive.mandrill(mall, fields, signature)
  local body = fields.mandrill_events
  -- asked so when the address is registered, before there is a key to sign with
  if body == "[]" then return true end
  if type(body) ~= "string" or not mail.is_signed(fields, signature) then
    log.warn("mail.report_forged", { bytes = type(body) == "string" and #body or 0 })
    return nil, fault "mail.forged"
  end
  local kept = mail.keep_report(mall.id, "mandrill", crypto.sha256(body), body)
  if kept.handled then return true end
  local events = mail.events_of(json.decode(body))
  return transaction(function(tx)
    for _, event in ipairs(events) do take(tx, event) end
    mail.report_handled(tx, mall.id, kept.id)
    return true
  end)
end

return receive
