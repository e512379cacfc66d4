--- What a page states, and what its view model would have it state: texts and amounts, links, pictures, fields of forms.

local clock = require "shared.clock"

local facts = {}

--- What programs call things by is no fact to a shopper; and what stands in a page's head is not read with the rest.
facts.none = { page = true, id = true, slug = true, code = true, key = true, kind = true, icon = true, color = true,
  sku_id = true, product_id = true, sku_code = true, line_id = true, stock_state = true, sort = true,
  ["filters[].name"] = true, ["consents[].name"] = true }

local entities = { ["&amp;"] = "&", ["&lt;"] = "<", ["&gt;"] = ">", ["&#34;"] = '"', ["&#39;"] = "'", ["&#96;"] = "`",
  ["&nbsp;"] = " " }

local function decoded(text) return (text:gsub("&#?%w+;", entities)) end

-- Without spaces, and without what groups digits: "10,900원" and "010-1234-5678" are where a view says 10900 and 01012345678.
local function plain(text)
  text = text:gsub("%s+", "")
  for _ = 1, 3 do text = text:gsub("(%d),(%d%d%d)", "%1%2") end
  return (text:gsub("(%d)%-(%d)", "%1%2"):gsub("(%d)%-(%d)", "%1%2"))
end

-- The values of an attribute, wherever it stands.
local function attribute(html, name)
  local set = {}
  for value in html:gmatch("[%s\"]" .. name .. "=\"([^\"]*)\"") do set[decoded(value)] = true end
  return set
end

---@class page_facts
---@field text string                   what is read, or read out, or filled in; see plain
---@field links table<string, true>     where it leads, forms included
---@field images table<string, true>    the pictures' ids
---@field fields table<string, true>    the names of what is sent

--- What a page states.
---@param html string
---@return page_facts
function facts.of_page(html)
  local body = html:gsub("<script.-</script>", ""):gsub("<head.-</head>", "")
    :gsub('(name="csrf") value="[^"]*"', "%1") -- random: it could spell anything
  local read = { (body:gsub("<[^>]*>", "")) }
  for _, name in ipairs { "value", "aria%-label", "alt", "max", "placeholder" } do
    for value in pairs(attribute(body, name)) do read[#read + 1] = value end
  end
  local page = { text = plain(decoded(table.concat(read, "\n"))), links = attribute(body, "href"), images = {},
    fields = attribute(body, "name") }
  for value in pairs(attribute(body, "action")) do page.links[value] = true end
  for id in body:gmatch("/media/([^/]+)/") do page.images[id] = true end
  return page
end

local function is_link(value) return value:find("^/") ~= nil or value:find("^https?://") ~= nil end

--- The facts of a view model: texts by the line, amounts, moments, links, pictures.
---@param view table
---@param skip table<string, true>  keys and paths that are left out, beside those of `facts.none`
---@return { kind: "text"|"link"|"image", value: string, path: string }[]
function facts.of_view(view, skip)
  local list = {}
  local function add(kind, value, path) list[#list + 1] = { kind = kind, value = value, path = path } end
  local function walk(value, key, path)
    if type(value) == "table" then
      if value.html then
        for href in pairs(attribute(value.html, "href")) do add("link", href, path) end
        for text in value.html:gsub("<[^>]*>", "\n"):gmatch("[^\n]+") do add("text", decoded(text), path) end
      elseif value.width and value.height and value.id then
        add("image", value.id, path)
      elseif not value.json then
        for name, part in pairs(value) do
          local inside = type(name) == "number" and path .. "[]" or path == "" and name or path .. "." .. name
          if not (facts.none[name] or facts.none[inside] or skip[name] or skip[inside]) then walk(part, name, inside) end
        end
      end
    elseif type(value) == "string" then
      if is_link(value) then
        add("link", value, path)
      else
        for line in value:gmatch("[^\n]+") do add("text", line, path) end
      end
    elseif type(value) == "number" then
      if key == "at" or tostring(key):find("_at$") then value = clock.datetime(value) end
      if type(value) == "string" or value >= 100 then add("text", tostring(value), path) end
    end
  end
  walk(view, "", "")
  return list
end

--- Whether a page states a fact.
---@param page page_facts
---@param fact { kind: string, value: string }
---@return boolean
function facts.states(page, fact)
  if fact.kind == "link" then return page.links[fact.value] == true end
  if fact.kind == "image" then return page.images[fact.value] == true end
  return page.text:find(plain(fact.value), 1, true) ~= nil
end

--- Whether a text stands in a page.
---@param page page_facts
---@param text string
---@return boolean
function facts.says(page, text) return facts.states(page, { kind = "text", value = text }) end

--- What one of two sets has and the other has not, in order.
---@param one table<string, true>
---@param other table<string, true>
---@return string[]
function facts.beyond(one, other)
  local list = {}
  for value in pairs(one) do
    if not other[value] then list[#list + 1] = value end
  end
  table.sort(list)
  return list
end

return facts
