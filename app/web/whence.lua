-- Where a browser comes from and is to go back to: what it says of that is anybody's word. Methods of `ctx`.

local escape = require "web.template.escape"

local byte, find, match = string.byte, string.find, string.match

local whence = {}

--- A local path to go to, from what a form said; anything that could lead to another site becomes the fallback.
---@param url any
---@param fallback string
---@return string
function whence:local_url(url, fallback)
  if type(url) ~= "string" or #url > 2000 or byte(url, 1) ~= 47 or find(url, "[%z\1-\32\127\\]")
    or match(url, "^//") then
    return fallback
  end
  return url
end

--- A path of this mall that a request says it comes from; the fallback when it says nothing or another site.
---@param fallback string
---@return string
function whence:referring_path(fallback)
  local host, path = match(self.req:header("Referer") or "", "^https?://([^/]+)(/.*)$")
  return host == self.req:header("Host") and self:local_url(path, fallback) or fallback
end

--- Has the browser ask for this very page once more, now coming from this site: it was led here by another one, and so left
--- the strict cookies at home.
---@return integer, string[], string
function whence:again()
  local url = escape.html(self.return_to)
  return 200, { "Content-Type", "text/html; charset=utf-8", "Cache-Control", "private, no-store",
    "X-Content-Type-Options", "nosniff", "Referrer-Policy", "same-origin", "Content-Security-Policy",
    "default-src 'none'; frame-ancestors 'none'" },
    '<!doctype html><html lang="ko"><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=' .. url
      .. '"><title>여는 중</title><p><a href="' .. url .. '">계속하기</a></p></html>'
end

--- What the browser says it is: plain letters, and enough of them to tell one from another.
---@return string
function whence:agent() return ((self.req:header("User-Agent") or ""):gsub("[^\32-\126]", "?"):sub(1, 300)) end

--- Where the browser is, as an address that a database reads: what comes over a unix socket is at this machine.
---@return string
function whence:address()
  local address = self.req:ip()
  return address == "unix" and "127.0.0.1" or address
end

return whence
