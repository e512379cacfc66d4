-- A letter inside a page: it runs nothing and loads nothing but pictures, and only pages of ours show it in a frame.

local framing = {}

local policy = "default-src 'none'; img-src * data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
  .. "frame-ancestors 'self'"

--- A page's answer that may show a letter of this mall in a frame, which other pages may not.
---@param status integer|nil
---@param list string[]|fault
---@param html string|nil
function framing.around(status, list, html)
  for i = 1, status and #list or 0, 2 do
    if list[i] == "Content-Security-Policy" then list[i + 1] = list[i + 1] .. "; frame-src 'self'" end
  end
  return status, list, html
end

--- A letter's part as an answer of its own.
---@param ctx context
---@param part string
---@param kind "html"|"plain"
function framing.inside(ctx, part, kind)
  local status, list, body = ctx:text(part, "text/" .. kind .. "; charset=utf-8")
  list[#list + 1], list[#list + 2] = "Content-Security-Policy", policy
  return status, list, body
end

return framing
