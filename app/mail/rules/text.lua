-- The text part of a letter, made from its HTML: whoever reads mail as text reads the same words, sums and links, and
-- neither part can say what the other does not.

local markup = require "mail.rules.markup"

local find, gsub, match = string.find, string.gsub, string.match

local text = {}

-- What begins and ends on a line of its own, and what with an empty line besides.
local blocks = { p = 2, h1 = 2, h2 = 2, h3 = 2, table = 2, ul = 2, ol = 2, div = 1, tr = 1, li = 1 }
local unseen = { head = true, style = true, title = true }
-- What an inbox shows beside the subject, and the address of a button, which is written out here anyhow.
local unsaid = { preheader = true, spelled = true }

local function is_hidden(element)
  while element do
    if unseen[element.tag] then return true end
    for class in pairs(element.classes) do
      if unsaid[class] then return true end
    end
    element = element.parent
  end
  return false
end

local function spaces(words) return (gsub(words, "%s+", " ")) end

--- The words of a document's body, blocks apart, cells and links beside each other.
---@param html string
---@return string
function text.of(html)
  local out, links, breaks = {}, {}, 0
  local function put(piece)
    if breaks > 0 then
      if not find(piece, "%S") then return end
      out[#out + 1] = ("\n"):rep(breaks)
      breaks = 0
    end
    out[#out + 1] = piece
  end
  local function break_at(element)
    if element.tag == "br" then breaks = breaks + 1 else breaks = math.max(breaks, blocks[element.tag] or 0) end
  end
  markup.walk(html, function(element)
    if is_hidden(element) then return end
    break_at(element)
    if element.tag == "li" then put "- " end
    if element.tag == "img" and (element.attributes.alt or "") ~= "" then put("[" .. element.attributes.alt .. "]") end
    if element.tag == "a" then links[#links + 1] = #out end
  end, function(element)
    if is_hidden(element) then return end
    if element.tag == "td" or element.tag == "th" then put "  " end
    if element.tag == "a" then
      local said = table.concat(out, "", (table.remove(links) or #out) + 1)
      local href = element.attributes.href or ""
      local bare = gsub(gsub(href, "^%a+:/*", ""), "/$", "")
      if href ~= "" and not find(said, bare, 1, true) then put((find(said, "%S") and ": " or "") .. href) end
    end
    break_at(element)
  end, function(words, element)
    if not is_hidden(element) then put(markup.decode(spaces(words))) end
  end)
  local lines = {}
  for line in (table.concat(out) .. "\n"):gmatch("(.-)\n") do
    line = gsub(match(line, "^%s*(.-)%s*$"), "   +", "  ")
    if line ~= "" or lines[#lines] ~= "" and #lines > 0 then lines[#lines + 1] = line end
  end
  while lines[#lines] == "" do lines[#lines] = nil end
  return table.concat(lines, "\n") .. "\n"
end

--- What stands in a document's title: the subject.
---@param html string
---@return string
function text.title(html)
  return (match(spaces(markup.decode(match(html, "<title>(.-)</title>") or "")), "^%s*(.-)%s*$"))
end

return text
