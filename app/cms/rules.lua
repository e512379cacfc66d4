-- Sections of written text as HTML. What people wrote is text, never markup: all of it is escaped here.

local markup = require "shared.markup"
local clock = require "shared.clock"

local rules = {}

local ENTITY = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;", ["'"] = "&#39;" }
local function escape(text) return (text:gsub("[&<>\"']", ENTITY)) end

---@param sections {title:string|nil, paragraphs:string[]}[]
---@return markup
function rules.body(sections)
  local out = {}
  for _, section in ipairs(sections) do
    if section.title then out[#out + 1] = "<h2>" .. escape(section.title) .. "</h2>" end
    for _, paragraph in ipairs(section.paragraphs or {}) do
      out[#out + 1] = "<p>" .. escape(paragraph):gsub("\n", "<br>") .. "</p>"
    end
  end
  return markup.trusted(table.concat(out, "\n"))
end

---@param rows {slug:string, title:string, published_at:number}[]
---@return {title:string, url:string, date:string}[]
function rules.notices(rows)
  local list = {}
  for i, row in ipairs(rows) do
    list[i] = { title = row.title, url = "/notices/" .. row.slug, date = clock.date(row.published_at) }
  end
  return list
end

---@param notices {title:string, url:string, date:string}[]
---@return markup
function rules.notice_list(notices)
  local out = { "<ul>" }
  for _, notice in ipairs(notices) do
    out[#out + 1] = ('<li><a href="%s">%s</a> <time>%s</time></li>')
      :format(escape(notice.url), escape(notice.title), escape(notice.date))
  end
  out[#out + 1] = "</ul>"
  return markup.trusted(table.concat(out, "\n"))
end

return rules
