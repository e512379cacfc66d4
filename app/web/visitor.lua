-- Who a browser is, told from its Cookie header alone: what the runtime divides visitors by while a release is tried.

local session = require "session"

local visitor = {}

--- The same as long as the session has the same secret, whatever it remembers; nil when the header does not tell.
---@param cookies string
---@return string|nil
function visitor.of(cookies)
  local all = ";" .. cookies
  local value = all:match("; *__Host%-" .. session.cookie_name .. "=([^;]*)")
    or all:match("; *" .. session.cookie_name .. "=([^;]*)")
  return value and session.visitor(value)
end

return visitor
