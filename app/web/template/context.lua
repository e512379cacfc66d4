-- Knows where in an HTML page a template stands: in text, in a quoted attribute, in a URL, in a script's JSON. It
-- reads the template's literal text as a browser's tokenizer would, and says for each expression which escape is
-- right, or that none is (an unquoted attribute, script code, a style, an event handler): such a template does not
-- compile.

local steps = require "web.template.tokenizer"
local find, sub, gsub = string.find, string.sub, string.gsub

local context = {}

---@class html_context
---@field state "text"|"tag"|"attr_name"|"after_name"|"before_value"|"value"|"unquoted"|"comment"|"declaration"
---@field raw string|nil      the element whose text is not markup: script, style, textarea, title
---@field json boolean        inside a script that holds data
---@field pre boolean         inside pre: spaces count
---@field tag string|nil      the tag being read, lower case; "/" before an end tag's name
---@field attr string|nil     the attribute being read
---@field quote string|nil
---@field url "start"|"path"|"query"|nil   how far into a URL attribute's value
---@field type string|nil     a script's type attribute, as far as it is literal
---@field nonce boolean       the tag carries a nonce
---@field src boolean         the tag carries a src
local methods = {}
methods.__index = methods

local url_lists = { srcset = true, imagesrcset = true }

---@return html_context
function context.new()
  return setmetatable({ state = "text", json = false, pre = false, nonce = false, src = false }, methods)
end

--- A copy to come back to: at `else`, and to compare at `end`.
---@return html_context
function methods:copy()
  local copy = {}
  for key, value in pairs(self) do copy[key] = value end
  return setmetatable(copy, methods)
end

---@param other html_context
function methods:become(other)
  for key in pairs(self) do self[key] = nil end
  for key, value in pairs(other) do self[key] = value end
end

-- Inside a tag it makes no difference whether the last thing read was an attribute's name or the space after it.
local function settled(state)
  if state == "attr_name" or state == "after_name" then return "tag" end
  return state
end

local strictness = { path = 1, start = 2, query = 3 }

--- Makes of two branches' ends one context; false where the branches leave the page in different places.
---@param other html_context
---@return boolean
function methods:join(other)
  if settled(self.state) ~= settled(other.state) or self.raw ~= other.raw or self.json ~= other.json
    or self.pre ~= other.pre or self.tag ~= other.tag or self.quote ~= other.quote then
    return false
  end
  self.state = settled(self.state)
  if self.state == "value" and self.attr ~= other.attr then return false end
  if self.state == "tag" then self.attr = nil end
  if self.url and other.url and strictness[other.url] > strictness[self.url] then self.url = other.url end
  self.nonce = self.nonce and other.nonce
  self.src = self.src and other.src
  if self.type ~= other.type then self.type = "mixed" end
  return true
end

--- What kind of place an expression here is in, or nil and why there can be none.
---@return "text"|"attribute"|"url"|"url_part"|"query"|"url_list"|"json"|nil escape
---@return string|nil reason
function methods:sink()
  local state = self.state
  if state == "text" then
    if self.raw == "script" then
      if self.json then return "json" end
      return nil, "a value cannot be written into script code: put it in a data attribute or a JSON script"
    end
    if self.raw == "style" then return nil, "a value cannot be written into a style sheet: use a class" end
    return "text"
  end
  if state == "value" then
    if url_lists[self.attr] then return "url_list" end
    if self.url == "start" then return "url" end
    if self.url == "path" then return "url_part" end
    if self.url == "query" then return "query" end
    return "attribute"
  end
  if state == "before_value" or state == "unquoted" then
    return nil, "the value of " .. self.attr .. " needs quotes around it"
  end
  if state == "comment" then return nil, "a value cannot be written into an HTML comment" end
  return nil, "a value cannot stand inside a tag, outside a quoted attribute"
end

--- Reads literal text on; fail(message, offset) raises. Returns the text as it will be sent: outside pre, textarea,
--- scripts and attribute values, spaces around a line break become the line break alone.
---@param text string
---@param fresh boolean  it begins at the beginning of a line: what indents it can go
---@param fail fun(message: string, offset: integer)
---@return string
function methods:read(text, fresh, fail)
  local at, out, n = 1, {}, #text
  if fresh and self.state == "text" and not self.raw and not self.pre then at = find(text, "[^ \t]") or n + 1 end
  while at <= n do
    local here = at
    local function fail_here(message) fail(message, find(text, "%S", here) or here) end
    local squeeze = (self.state == "text" and not self.raw and not self.pre) or self.state == "tag"
    at = steps[self.state](self, text, at, fail_here)
    local part = sub(text, here, at - 1)
    if squeeze then part = gsub(part, "[ \t]*\n%s*", "\n") end
    out[#out + 1] = part
  end
  local code = self.raw == "style" or self.raw == "script" and not self.json
  if self.state == "text" and not code and find(text, self.raw and "</?%a*$" or "</?$") then
    fail("'<' before a value or a statement would make a tag of what follows: write &lt;", n)
  end
  return table.concat(out)
end

return context
