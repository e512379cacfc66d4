-- The states of a browser's HTML tokenizer, as far as they decide what a value may do where it stands. Each step
-- reads on from a position in the text, changes the context it is given, and returns the position after what it read.
-- On the way it refuses what our content security policy would block anyway: handlers, style attributes, scripts
-- without a nonce.

local find, sub, match, lower = string.find, string.sub, string.match, string.lower

local url_attributes = {
  href = true, src = true, action = true, formaction = true, poster = true, cite = true, data = true, ping = true,
  background = true, manifest = true, longdesc = true, ["xlink:href"] = true,
}
local raw_elements = { script = true, style = true, textarea = true, title = true }
local data_types = { ["application/json"] = true, ["application/ld+json"] = true, ["speculationrules"] = true,
  ["importmap"] = true }
local void_schemes = { javascript = true, vbscript = true, data = true }

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

---@type table<string, fun(self: html_context, text: string, at: integer, fail: fun(message: string)): integer>
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

return steps
