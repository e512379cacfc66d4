-- A shopper without a browser: asks a site for pages, keeps its cookies, fills in forms with the token of the last page.

local request = require "spec.app.web.fake_request"

local methods = {}
methods.__index = methods

local agents = {
  pc = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120",
  mobile = "Mozilla/5.0 (Linux; Android 14; SM-S911N) Chrome/120 Mobile Safari/537.36",
}

local function ask(self, given)
  given.cookies, given.host = self.cookies, self.host
  given.headers = { ["User-Agent"] = agents[self.device] }
  local status, headers, body = self.site.handle(request(given))
  local location
  for i = 1, #headers, 2 do
    if headers[i] == "Set-Cookie" then
      local name, value = headers[i + 1]:match("^([^=]+)=([^;]*)")
      self.cookies[name] = not headers[i + 1]:find("Max-Age=0;", 1, true) and value or nil
    elseif headers[i] == "Location" then
      location = headers[i + 1]
    end
  end
  self.token = type(body) == "string" and body:match('name="csrf" value="([^"]+)"') or self.token
  return status, body, location
end

--- Looks at a page.
---@param url string
---@return integer status
---@return string html
---@return string|nil location
function methods:get(url)
  local path, query = url:match("^([^?]*)%??(.*)$")
  return ask(self, { method = "GET", path = path, query = query })
end

--- Sends a form, with the token of the page seen last.
---@param path string
---@param form table<string, string>
---@return integer status
---@return string html
---@return string|nil location
function methods:post(path, form)
  form.csrf = self.token
  return ask(self, { method = "POST", path = path, form = form })
end

--- The same person with another device: cookies are shared.
---@param device "pc"|"mobile"
function methods:on(device)
  return setmetatable({ site = self.site, host = self.host, device = device, cookies = self.cookies, token = self.token },
    methods)
end

---@param site table    what app/boot.lua returns
---@param host string|nil
return function(site, host)
  return setmetatable({ site = site, host = host or "localhost", device = "pc", cookies = {} }, methods)
end
