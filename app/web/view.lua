-- `h`: what a template may call. Pure functions of their arguments, but for `h.page`, `h.csrf` and `h.nonce`, which
-- speak of the page being rendered; rendering never waits, so one table serves every request.

local text = require "text"
local money = require "shared.money"
local clock = require "shared.clock"
local korean = require "shared.korean"
local markup = require "shared.markup"
local escape = require "web.template.escape"
local manifest = require "web.manifest"

local type, tostring, find, lower, sub = type, tostring, string.find, string.lower, string.sub
local html_escape, component = escape.html, escape.component

---@class view_functions
---@field page table  the page object of the view being rendered
local view = {}

--- 12345 → "12,345원"; also a money value.
---@param amount number|money
---@return string
function view.won(amount)
  if type(amount) == "number" then return money.group(amount) .. "원" end
  return amount:format()
end

--- 12345 → "12,345"
view.number = money.group
view.date, view.datetime, view.day, view.iso = clock.date, clock.datetime, clock.day, clock.iso
--- "01012345678" → "010-1234-5678"
view.phone = korean.show_phone
--- ("사과", "은/는") → "사과는"
view.particle = text.particle
--- ("css/pc.css") → its URL
view.asset = manifest.url

--- 15 → "15%"
---@param n number
---@return string
function view.percent(n) return tostring(n) .. "%" end

local widths = { [80] = true, [160] = true, [240] = true, [320] = true, [480] = true, [640] = true, [800] = true,
  [1200] = true }
local steps = { 80, 160, 240, 320, 480, 640, 800, 1200 }

-- The same pictures are on page after page: their URLs are made once, by width and id.
local pictures, remembered = {}, 0

--- A picture's URL at a width; a width that is not made is rounded up to one that is.
---@param image { id: string }
---@param width integer
---@param format string|nil  "webp" when absent
---@return string
function view.image(image, width, format)
  if not widths[width] then
    local wanted = width
    width = steps[#steps]
    for i = #steps, 1, -1 do
      if steps[i] >= wanted then width = steps[i] end
    end
  end
  if format then return "/media/" .. image.id .. "/" .. width .. "." .. format end
  local of_width = pictures[width]
  local url = of_width and of_width[image.id]
  if url then return url end
  url = "/media/" .. image.id .. "/" .. width .. ".webp"
  if remembered >= 20000 then pictures, remembered = {}, 0 end
  of_width = pictures[width] or {}
  pictures[width], of_width[image.id], remembered = of_width, url, remembered + 1
  return url
end

--- A path with arguments: ("/search", { q = "사과", page = 2 }) → "/search?page=2&q=%EC…", by name; absent ones are
--- left out.
---@param path string
---@param args table<string, string|number>|nil
---@return string
function view.url(path, args)
  if not args then return path end
  local names = {}
  for name in pairs(args) do names[#names + 1] = name end
  if #names == 0 then return path end
  table.sort(names)
  for i, name in ipairs(names) do names[i] = component(name) .. "=" .. component(tostring(args[name])) end
  return path .. (find(path, "?", 1, true) and "&" or "?") .. table.concat(names, "&")
end

--- The hidden field every form that posts must have.
---@return markup
function view.csrf()
  return markup.trusted('<input type="hidden" name="csrf" value="' .. view.page.csrf_token .. '">')
end

--- A value as JSON, for a script element or a data attribute.
---@param value any
---@return table
view.json = markup.json

--- The text with what was searched for marked. Upper and lower case match; so does a query typed without the text's
--- spaces.
---@param s string
---@param q string
---@return markup
function view.mark(s, q)
  local wanted = lower(q):gsub("%s", "")
  if wanted == "" then return markup.trusted(html_escape(s)) end
  -- the text without spaces, and where each of its bytes stands in the text
  local bare, places = {}, {}
  for i = 1, #s do
    local c = sub(s, i, i)
    if not find(c, "%s") then
      bare[#bare + 1] = c
      places[#bare] = i
    end
  end
  bare = lower(table.concat(bare))
  local out, at, from = {}, 1, 1
  while true do
    local first, last = find(bare, wanted, from, true)
    if not first then break end
    out[#out + 1] = html_escape(sub(s, at, places[first] - 1))
    out[#out + 1] = "<mark>" .. html_escape(sub(s, places[first], places[last])) .. "</mark>"
    at, from = places[last] + 1, last + 1
  end
  out[#out + 1] = html_escape(sub(s, at))
  return markup.trusted(table.concat(out))
end

--- Markup as it is; the same as the value itself, for where a template wants to say so.
---@param value markup
---@return markup
function view.html(value)
  if not markup.is(value) then error("h.html shows markup that the shop's code trusts, not a " .. type(value), 2) end
  return value
end

return view
