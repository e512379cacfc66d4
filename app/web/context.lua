-- What a page function gets: `ctx`. The request, the mall, the session, what was sent, and the ways to answer. A page
-- ends in `return ctx:render(…)`, `return ctx:redirect(…)`, … or, when the world said no, `return nil, fault`. What
-- costs something (session, form, arguments) is worked out when it is first asked for.

local session = require "session"
local cookie = require "web.cookie"
local answers = require "web.answers"
local device = require "web.device"
local flash = require "web.flash"
local headers = require "web.headers"
local kept_page = require "web.kept_page"
local page = require "web.page"
local respond = require "web.respond"
local whence = require "web.whence"

local find, match, byte = string.find, string.match, string.byte

local context = {}

---@class context
---@field req table                    the request (see the runtime's request methods)
---@field site table                   routes, templates and hooks of this generation
---@field route route
---@field params table<string, string> the path's parameters, decoded
---@field mall table                   the mall of the host that was asked
---@field method string
---@field path string                  as sent, percent-encoded
---@field scheme "http"|"https"
---@field session session
---@field member table|nil             who is logged in; what it holds is up to the hook of `serve.new`
---@field staff staff|nil              who works here: on pages whose route says so
---@field device "pc"|"mobile"|"admin"
---@field args table<string, string|string[]>          the query's
---@field form_fields table<string, string|string[]>   a posted form's
---@field cookies table<string, string>  as they were sent; `ctx:cookie(name)` knows what ours are called
---@field staff staff|nil              who works here: on pages whose route says so
---@field base_url string              "https://mall.example", without a slash at the end
---@field return_to string             path and query of this page, for forms that come back to it
local methods = {}

-- What is no page: text, json, file, download.
for name, answer in pairs(answers) do methods[name] = answer end

local nothing = {}
local lazy = {}

function lazy.cookies(self) return self.req:cookies() end
function lazy.scheme(self) return self.req:scheme() end
function lazy.device(self)
  if device.is_admin(self.path) then return "admin" end
  return device.of(self.req, self:cookie(device.cookie))
end

function lazy.args(self)
  if self.req:query() == "" then return nothing end
  return self.req:args()
end

function lazy.form_fields(self)
  if self.method == "GET" or self.method == "HEAD" then return nothing end
  return self.req:form()
end

function lazy.session(self) return session.open(self.mall.id, self:cookie(session.cookie_name)) end

-- Asked for once, whatever the answer is.
function lazy.member(self)
  if self.member_known or not self.site.member_of then return nil end
  self.member, self.member_known = self.site.member_of(self), true
  return rawget(self, "member")
end

function lazy.base_url(self) return page.base_url(self) end

function lazy.return_to(self)
  local query = self.req:query()
  return query == "" and self.path or self.path .. "?" .. query
end

local metatable = {
  __index = function(self, name)
    local method = methods[name]
    if method then return method end
    local work_out = lazy[name]
    if not work_out then return nil end
    local value = work_out(self)
    self[name] = value
    return value
  end,
}

---@param site table
---@param req table
---@return context
function context.new(site, req)
  return setmetatable({ site = site, req = req, method = req:method(), path = req:path() }, metatable)
end

--- Reads what was sent by a shape. `typed` is what to show again beside the errors.
---@param shape shape_form
---@param input table|nil  the posted form's fields unless told (ctx.args for a query)
---@return table|nil values
---@return table<string, string>|nil errors
---@return table<string, string> typed
function methods:form(shape, input)
  return shape:read(input or self.form_fields)
end

--- Says something on the next page that is shown, be it this one or the one redirected to.
---@param kind "ok"|"error"|"undo"
---@param sentence string
---@param action { label: string, url: string, fields: table<string, string>|nil }|nil
function methods:flash(kind, sentence, action)
  self.messages = self.messages or {}
  self.messages[#self.messages + 1] = { kind = kind, text = sentence, action = action }
end

-- Messages that wait: those of the cookie, then those of this request.
local function waiting(self)
  local kept = self:cookie(flash.cookie)
  if not kept then return self.messages end
  local all = flash.unpack(kept, self.session.sid)
  for _, message in ipairs(self.messages or nothing) do all[#all + 1] = message end
  return all
end

--- The messages to show now; they are not shown again.
---@return flash[]
function methods:take_flash()
  local all = waiting(self) or nothing
  if self:cookie(flash.cookie) then self:set_cookie(flash.cookie, "", 0) end
  self.messages = nil
  return all
end

--- What the browser keeps under a name that `set_cookie` gave.
---@param name string
---@return string|nil
function methods:cookie(name) return cookie.get(self, name) end

--- Sets a cookie of this host alone that no script sees and that is sent along only with our own pages' requests and links.
---@param name string
---@param value string
---@param seconds integer|nil  0 removes it; nil: until the browser closes
---@param same_site "Lax"|"Strict"|nil
function methods:set_cookie(name, value, seconds, same_site) cookie.set(self, name, value, seconds, same_site) end

--- Renders a page in the browser's design.
---@param name string         "catalog/product"
---@param view table          may be shared between requests; is not changed
---@param status integer|nil  200
---@return integer, string[], string
function methods:render(name, view, status)
  local made = page.new(self, view.page)
  if self.site.furnish and not self.bare then self.site.furnish(self, made) end
  local set = self.site.templates[self.device]
  set.functions.page = made
  local html = kept_page.render(set, name, view, made)
    or set:render(name, setmetatable({ page = made }, { __index = view }))
  local personal = self.device == "admin" or made.member ~= nil or self.route ~= nil and self.route.personal
  return status or 200, headers.page(made.nonce, self.scheme == "https", personal, made.postcode,
    made.window), html
end

methods.local_url, methods.referring_path, methods.again, methods.agent = whence.local_url, whence.referring_path,
  whence.again, whence.agent
methods.address = whence.address

--- Sends the browser on, with a GET (303) unless told otherwise.
---@param url string          of this mall: begins with /
---@param status integer|nil
---@return integer, string[], string
function methods:redirect(url, status)
  if byte(url, 1) ~= 47 or match(url, "^//") or find(url, "[%z\1-\32\127\\]") then
    error("a redirect goes to a path of this mall, not to " .. url, 2)
  end
  local messages = self.messages and waiting(self)
  if messages then
    local packed = flash.pack(messages, self.session.sid)
    if packed then self:set_cookie(flash.cookie, packed, 60) end
  end
  -- beyond ASCII a Location has to be percent-encoded
  url = url:gsub("[\128-\255]", function(c) return ("%%%02X"):format(byte(c)) end)
  return status or 303, { "Location", url, "Cache-Control", "private, no-store",
    "Content-Type", "text/html; charset=utf-8" }, ""
end

--- The page "there is no such page".
function methods:not_found() return respond.fault(self, { code = "web.not_found" }) end

--- The page for a fault: its status, and what it means in words.
---@param fault fault
function methods:refuse(fault) return respond.fault(self, fault) end

--- The page for a form that has no page of its own to show its errors on: 422 and its sentences.
---@param errors table<string, string>
function methods:invalid(errors) return respond.fault(self, { code = "web.invalid", fields = errors }) end

--- The sentence that tells a shopper what a fault means, for a message on a page.
---@param fault fault
---@return string
function methods:sentence(fault) return respond.sentence(fault) end

--- The URL of a named route.
---@param name string
---@param params table|nil
---@return string
function methods:url(name, params)
  return self.site.router:path(name, params)
end

return context
