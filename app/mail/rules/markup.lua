-- Reading the HTML that our own templates write: a walk over its tags, with each one's attributes and what encloses it.
-- It is no parser for other people's HTML; what a template of ours may hold the compiler has checked.

local find, gsub, lower, match, sub, char = string.find, string.gsub, string.lower, string.match, string.sub, string.char

local markup = {}

local void = { area = true, base = true, br = true, col = true, hr = true, img = true, input = true, link = true,
  meta = true, source = true, wbr = true }

local named = { amp = "&", lt = "<", gt = ">", quot = '"', apos = "'", nbsp = " ", middot = "·", times = "×", hellip = "…",
  rarr = "→", copy = "©", ndash = "–", mdash = "—" }

local function utf8_of(code)
  if code < 0x80 then return char(code) end
  if code < 0x800 then return char(0xC0 + math.floor(code / 64), 0x80 + code % 64) end
  if code < 0x10000 then return char(0xE0 + math.floor(code / 4096), 0x80 + math.floor(code / 64) % 64, 0x80 + code % 64) end
  return char(0xF0 + math.floor(code / 262144), 0x80 + math.floor(code / 4096) % 64, 0x80 + math.floor(code / 64) % 64,
    0x80 + code % 64)
end

--- Text with its character references resolved.
---@param text string
---@return string
function markup.decode(text)
  if not find(text, "&", 1, true) then return text end
  return (gsub(text, "&(#?)([xX]?)(%w+);", function(number, hex, name)
    if number == "" then return named[hex .. name] end
    local code = tonumber(name, hex ~= "" and 16 or 10)
    return code and code < 0x110000 and utf8_of(code) or nil
  end))
end

--- The attributes of a tag, by name in lower case; those without a value are "".
---@param text string  what stands between the tag's name and its end
---@return table<string, string>
function markup.attributes(text)
  local list, at = {}, 1
  while true do
    local _, name_end, name = find(text, "^%s*([^%s=/>]+)", at)
    if not name then
      at = find(text, "[^%s/]", at + 1)
      if not at then return list end
    else
      at = name_end + 1
      local _, value_end, quote = find(text, "^%s*=%s*([\"'])", at)
      if quote then
        local close = find(text, quote, value_end + 1, true) or #text + 1
        list[lower(name)] = markup.decode(sub(text, value_end + 1, close - 1))
        at = close + 1
      else
        local _, bare_end, bare = find(text, "^%s*=%s*([^%s>]+)", at)
        list[lower(name)] = bare and markup.decode(bare) or ""
        at = bare_end and bare_end + 1 or at
      end
    end
  end
end

---@class mail.element
---@field tag string
---@field attributes table<string, string>
---@field classes table<string, boolean>
---@field parent mail.element|nil
---@field path string|nil  names and classes from the root, once somebody asked (inline.lua)

local function element_of(tag, attributes, parent)
  local classes = {}
  for name in (attributes.class or ""):gmatch("%S+") do classes[name] = true end
  return { tag = tag, attributes = attributes, classes = classes, parent = parent }
end

-- Where a tag ends: at the first > outside quotes.
local function end_of_tag(html, at)
  while true do
    local place = find(html, "[>\"']", at)
    if not place then return nil end
    local found = sub(html, place, place)
    if found == ">" then return place end
    at = (find(html, found, place + 1, true) or place) + 1
  end
end

--- Walks over a document. on_open(element, raw) and on_close(element, raw) may return text to stand in the raw tag's place,
--- on_text in the text's.
---@param html string
---@param on_open fun(element: mail.element, raw: string): string|nil
---@param on_close fun(element: mail.element, raw: string): string|nil
---@param on_text fun(text: string, element: mail.element|nil): string|nil
---@return string
function markup.walk(html, on_open, on_close, on_text)
  local out, at, current = {}, 1, nil
  while at <= #html do
    local open = find(html, "<[%a/!]", at)
    local text = sub(html, at, (open or #html + 1) - 1)
    if text ~= "" then out[#out + 1] = on_text(text, current) or text end
    if not open then break end
    local close
    if sub(html, open, open + 3) == "<!--" then
      close = (select(2, find(html, "-->", open + 4, true))) or #html
      out[#out + 1] = sub(html, open, close)
    else
      close = end_of_tag(html, open + 1) or #html
      local raw = sub(html, open, close)
      local slash, tag, rest = match(raw, "^<(/?)([%w-]+)(.*)>$")
      tag = tag and lower(tag)
      if not tag then
        out[#out + 1] = raw
      elseif slash == "/" then
        local closing = current
        while closing and closing.tag ~= tag do closing = closing.parent end
        if closing then
          out[#out + 1] = on_close(closing, raw) or raw
          current = closing.parent
        else
          out[#out + 1] = raw
        end
      else
        local element = element_of(tag, markup.attributes(rest), current)
        out[#out + 1] = on_open(element, raw) or raw
        if not void[tag] and not find(rest, "/%s*$") then current = element end
      end
    end
    at = close + 1
  end
  return table.concat(out)
end

return markup
