-- Addresses: whom a message goes to, and where MAIL_URL leads. What stands in a header or in an SMTP command is judged
-- here, so that nothing can end a line and begin another.

local find, match, gsub, lower = string.find, string.match, string.gsub, string.lower

local address = {}

--- Whether a text is an e-mail address as SMTP carries it: ASCII, one @, a domain, nothing that would need quoting.
---@param text string
---@return boolean
function address.is(text)
  if #text > 254 or find(text, "[^%w!#$%%&'*+/=?^_`{|}~.@-]") then return false end
  local user, domain = match(text, "^([^@]+)@([^@]+)$")
  return user ~= nil and #user <= 64 and not find(user, "^%.") and not find(user, "%.%.") and not find(user, "%.$")
    and find(domain, "^[%w-]+[%w.-]*%.?[%w-]*$") ~= nil and not find(domain, "%.%.") and not find(domain, "^[.-]")
    and not find(domain, "[.-]$")
end

--- The address that two spellings have in common, for the list of those that get no mail.
---@param text string
---@return string
function address.key(text) return lower(text) end

--- "모락상회 <help@morak.kr>" or "help@morak.kr" → its parts; nil when there is no address in it.
---@param text string
---@return { name: string|nil, address: string }|nil
function address.parse(text)
  local name, plain = match(text, "^%s*(.-)%s*<%s*([^<>]+)%s*>%s*$")
  plain = plain or match(text, "^%s*(%S+)%s*$")
  if not plain or not address.is(plain) then return nil end
  name = name and gsub(name, '^"(.*)"$', "%1") or nil
  return { name = name ~= "" and name or nil, address = plain }
end

---@param text string
---@return string
function address.domain(text) return match(text, "@(.+)$") end

local function decode(part)
  return part and (gsub(part, "%%(%x%x)", function(hex) return string.char(tonumber(hex, 16)) end))
end

---@class mail.route
---@field driver "smtp"|"mandrill"|"mailbox"
---@field url string|nil       smtp: scheme, host and port; mandrill: the API's base
---@field user string|nil
---@field password string|nil
---@field tls "required"|"off"|nil
---@field key string|nil       mandrill

local function query_of(text)
  local list = {}
  for name, value in (text or ""):gmatch("([%w_]+)=([^&]*)") do list[name] = decode(value) end
  return list
end

local function is_here(host)
  return find(host, "^localhost%f[:%z]") ~= nil or find(host, "^127%.[%d.]+%f[:%z]") ~= nil or find(host, "^%[::1%]") ~= nil
end

--- What MAIL_URL says: "smtp://user:password@host:587", "smtps://…:465", "smtp://host:25?tls=off", "mandrill://KEY",
--- "dev:".
---@param text string
---@return mail.route|nil
---@return string|nil problem  never with what was given: it may be a secret
function address.route(text)
  if text == "dev:" then return { driver = "mailbox" } end
  local scheme, rest = match(text, "^(%l+)://(.+)$")
  if scheme == "smtp" or scheme == "smtps" then
    local authority, query = match(rest, "^([^/?#]+)/?%??([^#]*)$")
    if not authority then return nil, "there is no host in it" end
    local credentials, host = match(authority, "^(.*)@([^@]*)$")
    host = host or authority
    if not find(host, "^[%w.-]+:?%d*$") and not find(host, "^%[[%x:.]+%]:?%d*$") then return nil, "its host is none" end
    local user, password = match(credentials or "", "^([^:]*):?(.*)$")
    local tls = query_of(query).tls or "required"
    if tls ~= "required" and tls ~= "off" then return nil, "tls is required or off" end
    if scheme == "smtps" and tls == "off" then return nil, "smtps is nothing without TLS" end
    if tls == "off" and credentials and not is_here(host) then
      return nil, "a password crosses a network only with TLS"
    end
    return { driver = "smtp", url = scheme .. "://" .. host, tls = tls, user = user ~= "" and decode(user) or nil,
      password = password ~= "" and decode(password) or nil }
  elseif scheme == "mandrill" then
    local key, query = match(rest, "^([%w_-]+)/?(.*)$")
    if not key or not find(query, "^%??$") and not find(query, "^%?[%w_]+=") then return nil, "its key is none" end
    return { driver = "mandrill", key = key, url = query_of(query).url or "https://mandrillapp.com/api/1.4" }
  end
  return nil, "it begins with none of smtp://, smtps://, mandrill:// and dev:"
end

return address
