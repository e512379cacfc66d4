-- The headers of every page: what a browser may load, run, embed and keep. They are strings made once; a page adds
-- its nonce.

local headers = {}

-- What a policy says before its first nonce, between the two, and after the second.
local csp_before = "default-src 'none'; script-src 'self' 'nonce-"
local csp_between = "'; style-src 'self' 'nonce-"
local csp_after = "'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
  .. "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"

-- The postcode widget is the one thing from outside, allowed only where an address is asked for; that page works without
-- it. Its hosts serve much else, so only its own folders are allowed.
local postcode_between = "' https://t1.daumcdn.net/mapjsapi/ https://t1.daumcdn.net/postcode/ "
  .. "https://t1.kakaocdn.net/mapjsapi/ https://t1.kakaocdn.net/postcode/; style-src 'self' 'nonce-"
local postcode_after = csp_after
  .. "; frame-src https://*.daum.net https://*.daumcdn.net https://*.kakao.com https://*.kakaocdn.net"

-- A page that opens a payment window loads, posts to and frames what belongs to that window, whose scripts style what they
-- make as they like. Nothing that a visitor wrote stands on it.
local function window_csp(nonce, window)
  local sources = table.concat(window, " ")
  return csp_before .. nonce .. "' " .. sources .. "; style-src 'self' 'unsafe-inline' " .. sources
    .. "; img-src 'self' data: "
    .. sources .. "; font-src 'self' " .. sources .. "; connect-src 'self' " .. sources .. "; form-action 'self' " .. sources
    .. "; frame-src 'self' " .. sources .. "; frame-ancestors " .. (window.framed and "'self' " .. sources or "'none'")
    .. "; base-uri 'none'; object-src 'none'"
end

--- What never changes under its URL.
headers.cache_immutable = "public, max-age=31536000, immutable"

---@param nonce string
---@param postcode boolean|nil  the page opens the postcode widget
---@param window string[]|nil   the page opens a payment window, which lives there; `framed`: that window shows the page
---@return string
function headers.csp(nonce, postcode, window)
  if window then return window_csp(nonce, window) end
  if postcode then return csp_before .. nonce .. postcode_between .. nonce .. postcode_after end
  return csp_before .. nonce .. csp_between .. nonce .. csp_after
end

--- The headers of a page as a flat list: name, value, name, value … The browser may keep a page for its back button but
--- asks before it shows it anew; a page about a person is kept nowhere.
---@param nonce string
---@param https boolean
---@param personal boolean
---@param postcode boolean|nil  the page opens the postcode widget
---@param window string[]|nil   the page opens a payment window, which lives there
---@return string[]
function headers.page(nonce, https, personal, postcode, window)
  local list = {
    "Content-Type", "text/html; charset=utf-8",
    "Cache-Control", personal and "private, no-store" or "private, no-cache",
    "Vary", "Sec-CH-UA-Mobile, User-Agent, Cookie",
    "Content-Security-Policy", headers.csp(nonce, postcode, window),
    "X-Content-Type-Options", "nosniff",
    "Referrer-Policy", "strict-origin-when-cross-origin",
    "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy", window and "same-origin-allow-popups" or "same-origin",
  }
  if not (window and window.framed) then
    list[#list + 1] = "X-Frame-Options"
    list[#list + 1] = "DENY"
  end
  if https then
    list[#list + 1] = "Strict-Transport-Security"
    list[#list + 1] = "max-age=31536000"
  end
  return list
end

return headers
