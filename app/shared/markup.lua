-- HTML that may be shown as it is. A plain string never is: it is escaped. Only a value made here, by code that
-- escaped or sanitised what went in, passes through `{{{ }}}`, so that "who trusted this text?" has one word to grep
-- for.

local markup = {}

---@class markup
---@field html string

local html_type = { __tostring = function(self) return self.html end }

--- JSON text already made safe for a script element (h.json). Also shows as plain text in an attribute.
markup.json_type = { __tostring = function(self) return self.json end }

--- Declares `html` safe to show. The caller answers for it: sanitised, or put together from escaped parts.
---@param html string
---@return markup
function markup.trusted(html)
  if type(html) ~= "string" then error("markup.trusted wants a string, got a " .. type(html), 2) end
  return setmetatable({ html = html }, html_type)
end

---@param value any
---@return boolean
function markup.is(value)
  return type(value) == "table" and getmetatable(value) == html_type
end

return markup
