-- What a provider's report says about our letters: which address is nobody's, who called one spam, and what else came of it.

local text = require "text"
local address = require "mail.rules.address"
local rules = require "mail.rules"

local report = {}

---@class mail.event
---@field provider string
---@field id string        the same however often it is told
---@field kind string
---@field mall_id string
---@field mail_id string
---@field address string
---@field detail string
---@field at number

local UUID = "^%x%x%x%x%x%x%x%x%-%x%x%x%x%-%x%x%x%x%-%x%x%x%x%-%x%x%x%x%x%x%x%x%x%x%x%x$"

-- What stops letters. Who presses "unsubscribe" in a letter that has no such link of ours was asked by their mail program.
local REASONS = { hard_bounce = "bounce", spam = "complaint", unsub = "complaint" }

local KINDS = { send = true, deferral = true, hard_bounce = true, soft_bounce = true, spam = true, unsub = true,
  reject = true }

local function is_id(value) return type(value) == "string" and value:find(UUID) ~= nil end

local function said(value) return type(value) == "string" and value ~= "" and value or nil end

local function event_of(given)
  local msg = type(given) == "table" and given.msg
  if type(msg) ~= "table" or not KINDS[given.event] or type(given.ts) ~= "number" then return nil end
  local meta = msg.metadata
  if type(meta) ~= "table" or not is_id(meta.mail) or not is_id(meta.mall) then return nil end
  if type(msg.email) ~= "string" or not address.is(msg.email) then return nil end
  local detail = said(msg.diag) or said(msg.bounce_description) or said(msg.reject) or ""
  return { provider = "mandrill", kind = given.event, mall_id = meta.mall, mail_id = meta.mail, address = msg.email,
    id = ("%s %s %d"):format(given.event, tostring(given._id or msg._id or ""), given.ts),
    detail = text.clip(rules.without_addresses(detail), 500), at = given.ts }
end

--- The events in a report that are about letters of ours.
---@param list any  decoded
---@return mail.event[]
function report.mandrill(list)
  local events = {}
  for _, given in ipairs(type(list) == "table" and list or {}) do events[#events + 1] = event_of(given) end
  return events
end

--- Why an address gets no more mail after an event; nil when it goes on getting it.
---@param event mail.event
---@return "bounce"|"complaint"|nil
function report.reason(event) return REASONS[event.kind] end

return report
