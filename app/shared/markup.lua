-- HTML that may be shown as it is. A plain string never is: it is escaped. Only a value made here, by code that
-- escaped or sanitised what went in, passes through `{{{ }}}`, so that "who trusted this text?" has one word to grep
-- for.

local json = require "json"

local find, gsub = string.find, string.gsub

local markup = {}

---@class markup
---@field html string

local html_type = { __tostring = function(self) return self.html end }

--- The type of what markup.json makes.
markup.json_type = { __tostring = function(self) return self.json end }

--- Declares `html` safe to show. The caller answers for it: sanitised, or put together from escaped parts.
---@param html string
---@return markup
function markup.trusted(html)
  if type(html) ~= "string" then error("markup.trusted wants a string, got a " .. type(html), 2) end
  return setmetatable({ html = html }, html_type)
end

--- A value as JSON for a script element or a data attribute, written once; it may be kept and shown many times.
---@param value any
---@param level integer|nil  who is to blame when it cannot be written, as for error
---@return { json: string }
function markup.json(value, level)
  local text, message = json.encode(value)
  if not text then error("this cannot be written as JSON: " .. tostring(message), (level or 1) + 1) end
  return markup.written_json(text)
end

--- JSON that was put together from parts, each of them written by json.encode or json.quote.
---@param text string
---@return { json: string }
function markup.written_json(text)
  -- line separators, which end a line of a script to older browsers
  if find(text, "\226\128", 1, true) then text = gsub(gsub(text, "\226\128\168", "\\u2028"), "\226\128\169", "\\u2029") end
  return setmetatable({ json = text }, markup.json_type)
end

---@param value any
---@return boolean
function markup.is(value)
  return type(value) == "table" and getmetatable(value) == html_type
end

return markup
