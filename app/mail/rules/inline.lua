-- Moves a style sheet into style attributes: mail programs that throw <style> away, and there are some, show a letter as it
-- was meant all the same. The cascade is the browser's: importance, then specificity, then order; what an element's own
-- style says wins over rules.

local css = require "mail.rules.css"
local markup = require "mail.rules.markup"

local gsub, sub = string.gsub, string.sub

local inline = {}

local function by_weight(one, other)
  if one.specificity ~= other.specificity then return one.specificity < other.specificity end
  return one.order < other.order
end

-- Declarations take effect in turn: a later one of the same name replaces an earlier one, unless that was important and it
-- is not. Replacing moves it to the end, as "margin" after "margin-top" has to stand after it.
local function apply(list, declarations)
  for _, declaration in ipairs(declarations) do
    local at
    for i, known in ipairs(list) do
      if known.name == declaration.name then at = i end
    end
    if not at or declaration.important or not list[at].important then
      if at then table.remove(list, at) end
      list[#list + 1] = declaration
    end
  end
end

local escaped = { ["&"] = "&amp;", ['"'] = "&#34;", ["<"] = "&lt;", [">"] = "&gt;" }

local function work_out(element, rules)
  local list = {}
  for _, rule in ipairs(rules) do
    if css.matches(rule, element) then apply(list, rule.declarations) end
  end
  if element.attributes.style then apply(list, css.declarations(element.attributes.style)) end
  if #list == 0 then return nil end
  local parts = {}
  for i, declaration in ipairs(list) do parts[i] = declaration.name .. ":" .. declaration.value end
  return (gsub(table.concat(parts, ";"), '[&"<>]', escaped))
end

-- Letters are made of the same few parts: what an element looks like is worked out once for all of its name and classes in
-- the same surroundings.
local known, remembered = {}, 0

local function style_of(element, rules)
  local parent, attributes = element.parent, element.attributes
  element.path = (parent and parent.path or "") .. ">" .. element.tag .. "." .. (attributes.class or "")
  if attributes.style then return work_out(element, rules) end
  local style = known[element.path]
  if style == nil then
    style = work_out(element, rules) or false
    if remembered >= 2000 then known, remembered = {}, 0 end
    known[element.path], remembered = style, remembered + 1
  end
  return style
end

local outside = { html = true, head = true, meta = true, title = true, style = true, link = true }

-- Sheets change with a release and not between two letters.
local read_before, rules_before, rest_before

local function read(sheet)
  if sheet ~= read_before then
    local rules, rest = css.parse(sheet)
    table.sort(rules, by_weight)
    known, remembered = {}, 0
    read_before, rules_before, rest_before = sheet, rules, rest
  end
  return rules_before, rest_before
end

--- The document with the sheet in its style attributes. What cannot stand there comes into a <style> at the end of its head.
---@param html string
---@param sheet string
---@return string
function inline.apply(html, sheet)
  local rules, rest = read(sheet)
  return markup.walk(html, function(element, raw)
    if outside[element.tag] then return nil end
    local style = style_of(element, rules)
    if not style then return nil end
    local bare = gsub(raw, "%s+style%s*=%s*\"[^\"]*\"", "")
    local tail = sub(bare, -2) == "/>" and "/>" or ">"
    return sub(bare, 1, -#tail - 1) .. ' style="' .. style .. '"' .. tail
  end, function(element, raw)
    if element.tag == "head" and rest ~= "" then return "<style>\n" .. rest .. "\n</style>\n" .. raw end
  end, function() return nil end)
end

return inline
