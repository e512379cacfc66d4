-- A page of something that the worker remembers (a product, a category, the front page) is the same for everybody who is
-- not logged in, has nothing in the cart and no message waiting, but for two secrets: the form token and the script nonce.
-- So it is drawn once with a hole in place of each, and each visitor gets their own secrets in the holes. What is drawn
-- hangs on the remembered view itself: when PostgreSQL says that the catalogue changed, both are gone.
--
-- Nothing of one visitor can reach another: what is kept was drawn with marks that are no visitor's.

local cache = require "shared.cache"
local crypto = require "crypto"

local find, sub = string.find, string.sub

local kept_page = {}

-- A page is about 30 KB: so many are kept in a worker at most.
local most = 300

local count = 0
local drawn_of = setmetatable({}, { __mode = "k" })

-- Random, so that no text of the shop can hold them.
local marks

local holes = { "csrf_token", "nonce" }

-- Cuts a page at its marks: text, hole, text, hole, …, text.
local function cut(html)
  local parts, from = {}, 1
  while true do
    local first, last, hole
    for i, mark in ipairs(marks) do
      local at, to = find(html, mark, from, true)
      if at and (not first or at < first) then first, last, hole = at, to, holes[i] end
    end
    if not first then break end
    parts[#parts + 1], parts[#parts + 2] = sub(html, from, first - 1), hole
    from = last + 1
  end
  parts[#parts + 1] = sub(html, from)
  return parts
end

local function draw(set, name, view, page)
  marks = marks or { crypto.base64url(crypto.random(24)), crypto.base64url(crypto.random(24)) }
  local blank = setmetatable({}, { __index = page })
  for i, hole in ipairs(holes) do blank[hole] = marks[i] end
  set.functions.page = blank
  local parts = cut(set:render(name, setmetatable({ page = blank }, { __index = view })))
  set.functions.page = page
  return parts
end

-- A list of strings: the runtime puts it together where it is sent from.
local function fill(parts, page)
  local filled = {}
  for i = 1, #parts, 2 do
    filled[i] = parts[i]
    filled[i + 1] = page[parts[i + 1]]
  end
  return filled
end

-- What a page shows beside its view and the two secrets.
local function same(drawn, name, page)
  return drawn.name == name and drawn.mall == page.mall and drawn.nav == page.nav and drawn.path == page.path
    and drawn.return_to == page.return_to
end

local function is_common(page)
  return not page.member and page.cart_count == 0 and #page.flash == 0 and not page.development
end

--- The page of a remembered view for this visitor; nil when it has to be drawn for them alone.
---@param set template_set
---@param name string
---@param view table
---@param page table  of this visitor
---@return string[]|nil html
function kept_page.render(set, name, view, page)
  if not cache.remembers(view) or not is_common(page) then return nil end
  local designs = drawn_of[view]
  if not designs then
    -- Many views are asked for once: only the second visitor makes it worth while.
    drawn_of[view] = {}
    return nil
  end
  local drawn = designs[page.device]
  if not drawn or not same(drawn, name, page) then
    if not drawn then
      if count >= most then
        designs = {}
        drawn_of, count = setmetatable({ [view] = designs }, { __mode = "k" }), 0
      end
      count = count + 1
    end
    drawn = { name = name, mall = page.mall, nav = page.nav, path = page.path, return_to = page.return_to,
      parts = draw(set, name, view, page) }
    designs[page.device] = drawn
  end
  return fill(drawn.parts, page)
end

return kept_page
