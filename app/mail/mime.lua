-- A message as the mail system carries it (RFC 5322, 2045 to 2047): headers in ASCII and folded, both bodies in base64, so
-- that no line is too long, none begins with a dot, and nothing on the way has a reason to change a byte.

local crypto = require "crypto"
local clock = require "clock"

local byte, find, gsub, match, sub = string.byte, string.find, string.gsub, string.match, string.sub

local mime = {}

-- Whatever would end a line or confuse a reader of headers is a space.
local function plain(text) return (gsub(gsub(text, "[%z\1-\31\127]+", " "), "^%s+", "")) end

-- The bytes of the UTF-8 character that begins here.
local function width_at(text, at)
  local lead = byte(text, at)
  return lead < 0x80 and 1 or lead < 0xE0 and 2 or lead < 0xF0 and 3 or 4
end

-- Encoded words hold at most 45 bytes of ours, the first one `first`, since a header's name stands before it; and a
-- character is never cut in two.
local function encoded_words(text, first)
  local words, from, at = {}, 1, 1
  while at <= #text do
    local width = width_at(text, at)
    if at + width - from > (words[1] and 45 or first) then
      words[#words + 1] = sub(text, from, at - 1)
      from = at
    end
    at = at + width
  end
  words[#words + 1] = sub(text, from)
  for i, word in ipairs(words) do words[i] = "=?UTF-8?B?" .. crypto.base64(word) .. "?=" end
  return table.concat(words, "\r\n ")
end

-- Words of ASCII, folded before column 78.
local function folded(text, column)
  local out = {}
  for space, word in text:gmatch("( *)([^ ]+)") do
    if #out > 0 and column + #space + #word > 76 then
      out[#out + 1] = "\r\n" .. (space == "" and " " or space)
      column = #space
    else
      out[#out + 1] = space
      column = column + #space
    end
    out[#out + 1] = word
    column = column + #word
  end
  return table.concat(out)
end

--- The subject as it stands in its header.
---@param text string UTF-8
---@return string
function mime.subject(text)
  text = gsub(plain(text), "%s+$", "")
  if find(text, "[\128-\255]") or find(text, "=?", 1, true) or find(text, "[^ ]" .. ("[^ ]"):rep(70)) then
    return encoded_words(text, 36)
  end
  return folded(text, #"Subject: ")
end

--- A mailbox for a header: a display name, if there is one, and the address.
---@param box { name: string|nil, address: string }
---@return string
function mime.mailbox(box)
  if find(box.address, "[%z\1-\32<>\127-\255]") then error("no address: " .. box.address, 2) end
  local name = box.name and gsub(plain(box.name), "%s+$", "") or ""
  if name == "" then return box.address end
  if find(name, "[\128-\255]") or find(name, "=?", 1, true) or #name > 60 then
    name = encoded_words(name, 45)
  elseif find(name, "[^%w%s!#$%%&'*+/=?^_`{|}~-]") then
    name = '"' .. gsub(name, '["\\]', "\\%0") .. '"'
  end
  return name .. (#(match(name, "[^\n]*$")) + #box.address > 72 and "\r\n <" or " <") .. box.address .. ">"
end

local function body(text)
  text = gsub(gsub(text, "\r\n", "\n"), "\n", "\r\n")
  return (gsub(crypto.base64(text), ("."):rep(76), "%0\r\n"))
end

local function part(kind, text)
  return "Content-Type: text/" .. kind .. "; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" .. body(text)
    .. "\r\n"
end

---@class mail.message
---@field id string            of its row
---@field mall_id string
---@field template string
---@field from { name: string|nil, address: string }
---@field to { name: string|nil, address: string }
---@field reply_to string|nil
---@field subject string
---@field html string
---@field text string
---@field at number            when it was decided
---@field unsubscribe string|nil  where a marketing letter is got rid of, by a GET and by a POST (RFC 8058)

--- What a message calls itself; the same however often it is sent, so that a second copy can be told.
---@param message mail.message
---@return string
function mime.message_id(message) return ("<%s@%s>"):format(message.id, match(message.from.address, "@(.+)$")) end

--- The headers that are the message's own, by name and in order: what every driver sends.
---@param message mail.message
---@return string[][]
function mime.headers(message)
  local list = { { "Message-ID", mime.message_id(message) }, { "Auto-Submitted", "auto-generated" } }
  if message.reply_to then list[#list + 1] = { "Reply-To", mime.mailbox { address = message.reply_to } } end
  if message.unsubscribe then
    list[#list + 1] = { "List-Unsubscribe", "<" .. gsub(message.unsubscribe, "[%z\1-\32<>\127-\255]", "") .. ">" }
    list[#list + 1] = { "List-Unsubscribe-Post", "List-Unsubscribe=One-Click" }
  end
  return list
end

--- The whole message, lines ended by CRLF.
---@param message mail.message
---@return string
function mime.compose(message)
  -- base64 has no underscore: the boundary cannot stand in a body
  local boundary = "=_" .. gsub(message.id, "-", "")
  local out = {
    "Date: " .. gsub(clock.format(message.at, "http"), "GMT", "+0000"),
    "From: " .. mime.mailbox(message.from), "To: " .. mime.mailbox(message.to),
    "Subject: " .. mime.subject(message.subject),
  }
  for _, header in ipairs(mime.headers(message)) do out[#out + 1] = header[1] .. ": " .. header[2] end
  out[#out + 1] = "MIME-Version: 1.0"
  out[#out + 1] = 'Content-Type: multipart/alternative;\r\n boundary="' .. boundary .. '"'
  return table.concat(out, "\r\n") .. "\r\n\r\n--" .. boundary .. "\r\n" .. part("plain", message.text) .. "--" .. boundary
    .. "\r\n" .. part("html", message.html) .. "--" .. boundary .. "--\r\n"
end

--- The bodies of a message that compose made.
---@param source string
---@return { text: string, html: string }
function mime.bodies(source)
  local found = {}
  for kind, encoded in source:gmatch "\nContent%-Type: text/(%l+);[^\n]*\n[^\n]*base64\r\n\r\n([%w+/=\r\n]*)" do
    found[kind] = gsub(crypto.unbase64((gsub(encoded, "[\r\n]", ""))), "\r\n", "\n")
  end
  return { text = found.plain, html = found.html }
end

return mime
