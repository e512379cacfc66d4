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

--- What never changes under its URL.
headers.cache_immutable = "public, max-age=31536000, immutable"

---@param nonce string
---@param postcode boolean|nil  the page opens the postcode widget
---@return string
function headers.csp(nonce, postcode)
  if postcode then return csp_before .. nonce .. postcode_between .. nonce .. postcode_after end
  return csp_before .. nonce .. csp_between .. nonce .. csp_after
end

--- The headers of a page as a flat list: name, value, name, value … The browser may keep a page for its back button but
--- asks before it shows it anew; a page about a person is kept nowhere.
---@param nonce string
---@param https boolean
---@param personal boolean
---@param postcode boolean|nil  the page opens the postcode widget
---@return string[]
function headers.page(nonce, https, personal, postcode)
  local list = {
    "Content-Type", "text/html; charset=utf-8",
    "Cache-Control", personal and "private, no-store" or "private, no-cache",
    "Vary", "Sec-CH-UA-Mobile, User-Agent, Cookie",
    "Content-Security-Policy", headers.csp(nonce, postcode),
    "X-Content-Type-Options", "nosniff",
    "X-Frame-Options", "DENY",
    "Referrer-Policy", "strict-origin-when-cross-origin",
    "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy", "same-origin",
  }
  if https then
    list[#list + 1] = "Strict-Transport-Security"
    list[#list + 1] = "max-age=31536000"
  end
  return list
end

return headers
