-- Cookies as we give and take them. Behind TLS a name has a prefix that keeps others of the domain, and who speaks plain
-- HTTP in its name, from setting it. Staff's are sent with our own pages' requests only, not even with a link to us.

local cookie = {}

local function name_of(ctx, name) return ctx.scheme == "https" and "__Host-" .. name or name end

--- What the browser keeps under a name.
---@param ctx context
---@param name string
---@return string|nil
function cookie.get(ctx, name) return ctx.cookies[name_of(ctx, name)] end

--- Sets a cookie: HttpOnly, of this host alone.
---@param ctx context
---@param name string
---@param value string
---@param seconds integer|nil  0 removes it; nil: until the browser closes
---@param same_site "Lax"|"Strict"|nil
function cookie.set(ctx, name, value, seconds, same_site)
  ctx.set_cookies = ctx.set_cookies or {}
  ctx.set_cookies[#ctx.set_cookies + 1] = name_of(ctx, name) .. "=" .. value .. "; Path=/"
    .. (seconds and "; Max-Age=" .. seconds or "") .. (ctx.scheme == "https" and "; Secure" or "")
    .. "; HttpOnly; SameSite=" .. (same_site or "Lax")
end

return cookie
