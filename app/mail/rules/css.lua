-- A style sheet as far as letters need one: rules with selectors of elements and classes, alone, together ("td.sum") and
-- combined by descent (" ") or by parenthood (">"), in lists. Whatever else a sheet holds (media queries, pseudo-classes)
-- cannot stand in a style attribute, and is handed back as it was written.

local find, gsub, match, sub = string.find, string.gsub, string.match, string.sub

local css = {}

---@class css.step
---@field tag string|nil
---@field classes string[]
---@field child boolean  must be the parent of the step to its right, not just an ancestor

---@class css.rule
---@field steps css.step[]      from the element itself outwards
---@field specificity integer
---@field order integer
---@field declarations { name: string, value: string, important: boolean }[]

local function trim(text) return match(text, "^%s*(.-)%s*$") end

--- "color: red; margin: 0" → in the order given.
---@param text string
---@return { name: string, value: string, important: boolean }[]
function css.declarations(text)
  local list = {}
  for part in (text .. ";"):gmatch("%s*(.-)%s*;") do
    local name, value = match(part, "^([%w-]+)%s*:%s*(.+)$")
    if name then
      local bare, important = gsub(value, "%s*!%s*important%s*$", "")
      list[#list + 1] = { name = name:lower(), value = bare, important = important > 0 }
    end
  end
  return list
end

-- A selector, or nil when it says more than elements and classes.
local function selector(text)
  if find(text, "[^%w%s.>_-]") then return nil end
  local steps, specificity, child = {}, 0, false
  for word in gsub(text, ">", " > "):gmatch("%S+") do
    if word == ">" then
      child = true
    else
      local tag, rest = match(word, "^([%a][%w-]*)(.*)$")
      rest = tag and rest or word
      if find(gsub(rest, "%.[%w_-]+", ""), "%S") then return nil end
      local step = { tag = tag and tag:lower(), classes = {} }
      for class in rest:gmatch("%.([%w_-]+)") do step.classes[#step.classes + 1] = class end
      if child and steps[1] then steps[1].child = true end
      child = false
      specificity = specificity + #step.classes * 100 + (tag and 1 or 0)
      table.insert(steps, 1, step)
    end
  end
  return #steps > 0 and not child and steps or nil, specificity
end

local function block_end(text, open)
  local depth, at = 0, open
  while true do
    local place = find(text, "[{}]", at)
    if not place then error("a style sheet's braces are not closed", 0) end
    depth = depth + (sub(text, place, place) == "{" and 1 or -1)
    if depth == 0 then return place end
    at = place + 1
  end
end

--- Reads a style sheet.
---@param text string
---@return css.rule[] rules  what can stand in style attributes
---@return string rest       what cannot, in order
function css.parse(text)
  text = gsub(text, "/%*.-%*/", "")
  local rules, rest, at = {}, {}, 1
  while true do
    local open = find(text, "{", at, true)
    if not open then break end
    local close = block_end(text, open)
    local head, body = trim(sub(text, at, open - 1)), sub(text, open + 1, close - 1)
    if sub(head, 1, 1) == "@" then
      rest[#rest + 1] = head .. " {" .. body .. "}"
    else
      local declarations = css.declarations(body)
      for one in (head .. ","):gmatch("%s*(.-)%s*,") do
        local steps, specificity = selector(one)
        if steps then
          rules[#rules + 1] = { steps = steps, specificity = specificity, order = #rules + 1, declarations = declarations }
        else
          rest[#rest + 1] = one .. " {" .. body .. "}"
        end
      end
    end
    at = close + 1
  end
  return rules, table.concat(rest, "\n")
end

local function fits(step, element)
  if step.tag and step.tag ~= element.tag then return false end
  for _, class in ipairs(step.classes) do
    if not element.classes[class] then return false end
  end
  return true
end

local function fits_from(steps, i, element)
  if not steps[i] then return true end
  while element do
    if fits(steps[i], element) and fits_from(steps, i + 1, element.parent) then return true end
    if steps[i].child then return false end
    element = element.parent
  end
  return false
end

--- Whether a rule speaks of an element.
---@param rule css.rule
---@param element mail.element
---@return boolean
function css.matches(rule, element)
  return fits(rule.steps[1], element) and fits_from(rule.steps, 2, element.parent)
end

return css
