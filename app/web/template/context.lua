-- Knows where in an HTML page a template stands: in text, in a quoted attribute, in a URL, in a script's JSON. It reads
-- the template's literal text as a browser's tokenizer would, and says for each expression which escape is right, or that
-- none is (an unquoted attribute, script code, a style, an event handler): such a template does not compile.

local find, sub, match, lower, gsub = string.find, string.sub, string.match, string.lower, string.gsub

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

local url_attributes = {
  href = true, src = true, action = true, formaction = true, poster = true, cite = true, data = true, ping = true,
  background = true, manifest = true, longdesc = true, ["xlink:href"] = true,
}
local url_lists = { srcset = true, imagesrcset = true }
local raw_elements = { script = true, style = true, textarea = true, title = true }
local data_types = { ["application/json"] = true, ["application/ld+json"] = true, ["speculationrules"] = true,
  ["importmap"] = true }
local void_schemes = { javascript = true, vbscript = true, data = true }

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

local function check_attribute(self, fail)
  local name = self.attr
  if match(name, "^on") then
    fail("the event handler " .. name .. " would be blocked by our content security policy: listen in a script")
  elseif name == "style" then
    fail("a style attribute would be blocked by our content security policy: use a class")
  elseif name == "srcdoc" then
    fail("srcdoc is a page inside an attribute: it cannot be escaped safely")
  elseif name == "nonce" then
    self.nonce = true
  elseif name == "src" then
    self.src = true
  end
  self.url = url_attributes[name] and "start" or nil
end

local function end_of_tag(self, fail)
  local tag = self.tag
  self.state = "text"
  if raw_elements[tag] then
    self.raw = tag
    if tag == "script" then
      self.json = data_types[self.type] or false
      if not self.json and not self.src and not self.nonce then
        fail("an inline script needs nonce=\"{{ v.page.nonce }}\", or the browser will not run it")
      end
    elseif tag == "style" and not self.nonce then
      fail("a style element needs nonce=\"{{ v.page.nonce }}\", or the browser will not apply it")
    end
  elseif tag == "pre" then
    self.pre = true
  elseif tag == "/pre" then
    self.pre = false
  end
  self.tag, self.type, self.nonce, self.src, self.attr = nil, nil, false, false, nil
end

local steps = {}

function steps.text(self, text, at)
  if self.raw then
    local i = at
    while true do
      i = find(text, "</", i, true)
      if not i then return #text + 1 end
      if lower(sub(text, i + 2, i + 1 + #self.raw)) == self.raw
        and match(text, "^[%s/>]", i + 2 + #self.raw) then
        self.state, self.tag = "tag", "/" .. self.raw
        local past = i + 2 + #self.raw
        self.raw, self.json = nil, false
        return past
      end
      i = i + 2
    end
  end
  local open = find(text, "<", at, true)
  if not open then return #text + 1 end
  if sub(text, open, open + 3) == "<!--" then
    self.state = "comment"
    return open + 4
  end
  if match(text, "^<[!?]", open) then
    self.state = "declaration"
    return open + 2
  end
  local slash, name = match(text, "^<(/?)(%a[^%s/>]*)", open)
  if not name then return open + 1 end
  self.state, self.tag = "tag", slash .. lower(name)
  return open + 1 + #slash + #name
end

function steps.comment(self, text, at)
  local _, stop = find(text, "-->", at, true)
  if not stop then return #text + 1 end
  self.state = "text"
  return stop + 1
end

function steps.declaration(self, text, at)
  local stop = find(text, ">", at, true)
  if not stop then return #text + 1 end
  self.state = "text"
  return stop + 1
end

function steps.tag(self, text, at, fail)
  local i = find(text, "[^%s/]", at)
  if not i then return #text + 1 end
  local char = sub(text, i, i)
  if char == ">" then
    end_of_tag(self, fail)
    return i + 1
  end
  if char == "=" then fail("an attribute's name must stand in the template as it is") end
  if char == '"' or char == "'" or char == "<" then fail("a stray " .. char .. " inside a tag") end
  local name = match(text, "^[^%s/>=\"'<]+", i)
  self.state, self.attr = "attr_name", lower(name)
  check_attribute(self, fail)
  return i + #name
end

function steps.attr_name(self, text, at)
  local char = sub(text, at, at)
  if char == "=" then
    self.state = "before_value"
    return at + 1
  end
  if match(char, "%s") then
    self.state = "after_name"
  else
    self.state = "tag"
  end
  return at
end

function steps.after_name(self, text, at)
  local i = find(text, "%S", at)
  if not i then return #text + 1 end
  if sub(text, i, i) == "=" then
    self.state = "before_value"
    return i + 1
  end
  self.state = "tag"
  return i
end

function steps.before_value(self, text, at, fail)
  local i = find(text, "%S", at)
  if not i then return #text + 1 end
  local char = sub(text, i, i)
  if char == '"' or char == "'" then
    self.state, self.quote = "value", char
    return i + 1
  end
  if char == ">" then fail("the attribute " .. self.attr .. " has no value after its =") end
  self.state = "unquoted"
  return i
end

function steps.unquoted(self, text, at)
  local stop = find(text, "[%s>]", at)
  local value = sub(text, at, (stop or #text + 1) - 1)
  if self.attr == "type" then self.type = lower((self.type or "") .. value) end
  if not stop then return #text + 1 end
  self.state = "tag"
  return stop
end

function steps.value(self, text, at, fail)
  local stop = find(text, self.quote, at, true)
  local value = sub(text, at, (stop or #text + 1) - 1)
  if self.attr == "type" then self.type = lower((self.type or "") .. value) end
  if self.url and value ~= "" then
    if self.url == "start" then
      local scheme = match(lower(value), "^%s*([%w+.-]+):")
      if scheme and void_schemes[scheme] then fail("a " .. scheme .. ": URL does not belong in a page") end
    end
    -- until a slash or a colon is seen, what follows could still complete a scheme ("java" .. "script:")
    if find(value, "[?#]") then self.url = "query" elseif find(value, "[/:]") then self.url = "path" end
  end
  if not stop then return #text + 1 end
  self.state, self.quote, self.url = "tag", nil, nil
  return stop + 1
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
