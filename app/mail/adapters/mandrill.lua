-- Mandrill (Mailchimp Transactional): one call a message, and one of four answers for its recipient. There is no key by
-- which a call could be repeated safely, so each message carries its id, and after an outcome that nobody knows it is looked
-- for before it is sent again.

local crypto = require "crypto"
local fetch = require "fetch"
local json = require "json"
local runtime = require "runtime"
local mime = require "mail.mime"
local clock = require "shared.clock"
local fault = require "shared.fault"

local adapter = {}

-- Their search learns of a message a little later than they do.
local SETTLED = 60

local function unknown(why) return nil, fault("mail.unknown", { message = why, retry_after = SETTLED }) end

local function call(route, path, body)
  body.key = route.key
  local answer, why, code = fetch.request { url = route.url .. path, method = "POST", body = json.encode(body),
    headers = { ["Content-Type"] = "application/json" }, timeout_ms = 40000, connect_timeout_ms = 10000,
    -- a stand-in for Mandrill may be on this machine; where it is the setting says, no visitor
    allow_private = true }
  if not answer then
    local why_not = ("%s: %s"):format(code, why)
    if code == "timeout" or code == "broken" or code == "too_large" then return unknown(why_not) end
    return nil, fault("mail.unreachable", { message = why_not })
  end
  local decoded = json.decode(answer.body)
  local is_theirs = type(decoded) == "table"
  if answer.status == 200 and is_theirs then return decoded end
  if is_theirs and decoded.status == "error" then
    -- what they find malformed they will find malformed again; a key or a bill that is wrong can be mended
    local permanent = decoded.name == "ValidationError" or nil
    return nil, fault(permanent and "mail.refused" or "mail.unreachable", { permanent = permanent,
      message = ("%s: %s"):format(tostring(decoded.name), tostring(decoded.message)) })
  end
  if answer.status == 200 or answer.status >= 500 then return unknown("HTTP " .. answer.status) end
  return nil, fault("mail.unreachable", { message = "HTTP " .. answer.status })
end

-- The message of an attempt before, if they have it.
local function find(route, message)
  local list, refused = call(route, "/messages/search", { query = ('u_mail:"%s"'):format(message.id), limit = 1,
    date_from = clock.day(message.at - 86400) })
  if not list then return nil, refused end
  local found = list[1]
  if found and found.metadata and found.metadata.mail == message.id then return found end
end

local function body_of(message)
  local headers = {}
  for _, header in ipairs(mime.headers(message)) do headers[header[1]] = header[2] end
  return { message = {
    html = message.html, text = message.text, subject = message.subject, from_email = message.from.address,
    from_name = message.from.name, headers = headers,
    to = { { email = message.to.address, name = message.to.name, type = "to" } },
    -- the styles stand in the elements already, and nobody's reading is watched
    inline_css = false, track_opens = false, track_clicks = false, auto_text = false, preserve_recipients = false,
    tags = { (message.template:gsub("/", "-")) }, metadata = { mail = message.id, mall = message.mall_id },
  }, async = false }
end

---@param route mail.route
---@param message mail.message
---@param doubtful boolean
---@return { id: string }|nil
---@return fault|nil
function adapter.send(route, message, doubtful)
  if doubtful then
    local found, refused = find(route, message)
    if found then return { id = found._id } end
    if refused then return unknown(refused.message) end
  end
  local list, refused = call(route, "/messages/send", body_of(message))
  if not list then return nil, refused end
  local one = list[1] or {}
  if one.status == "sent" or one.status == "queued" or one.status == "scheduled" then return { id = one._id } end
  local reason = one.reject_reason
  return nil, fault("mail.refused", { permanent = true,
    message = ("%s: %s"):format(tostring(one.status), type(reason) == "string" and reason or "no reason given") })
end

--- Whether Mandrill sent a form: signed with the key of one of its webhooks over the address as it is registered there,
--- which is not to be guessed from the request behind a proxy, and over the fields by name.
---@param fields table<string, string|string[]>
---@param signature string|nil
---@return boolean
function adapter.is_signed(fields, signature)
  local url, keys = runtime.setting "MAIL_HOOK_URL", runtime.setting "MAIL_HOOK_KEYS"
  local given = url and keys and signature and crypto.unbase64(signature)
  if not given then return false end
  local names, signed = {}, { url }
  for name in pairs(fields) do names[#names + 1] = name end
  table.sort(names)
  for _, name in ipairs(names) do
    if type(fields[name]) ~= "string" then return false end
    signed[#signed + 1] = name .. fields[name]
  end
  local text = table.concat(signed)
  for key in keys:gmatch "[^,%s]+" do
    if crypto.equal(crypto.hmac_sha1(key, text), given) then return true end
  end
  return false
end

return adapter
