-- The front page: what the merchandiser set out (banners, sections), the shelves, and the latest notices.

local catalog = require "catalog"
local malls = require "mall"
local cms = require "cms"

-- One question for the goods of all sections; each section then takes its own.
local function sections(mall_id, wanted)
  local codes, list = {}, {}
  for _, section in ipairs(wanted) do
    for _, code in ipairs(section.products) do codes[#codes + 1] = code end
  end
  local cards = catalog.cards_by_code(mall_id, codes)
  for i, section in ipairs(wanted) do
    local products = {}
    for _, code in ipairs(section.products) do products[#products + 1] = cards[code] end
    list[i] = { title = section.title, text = section.text, url = section.url, products = products }
  end
  return list
end

-- What stands for the mall where a link to it is shown: its first banner, or what it sells best.
local function face(mall_id, heroes)
  return catalog.first_picture(heroes) or catalog.first_picture(catalog.best(mall_id, 12))
end

local function load(mall, base_url)
  local home = malls.settings(mall.id).home
  return {
    page = catalog.home_page(mall, base_url, face(mall.id, home.heroes)), hero = home.heroes,
    sections = sections(mall.id, home.sections),
    categories = catalog.categories(mall.id), notices = cms.latest(mall.id, 4),
  }
end

local show_home = {}

---@param mall mall
---@param base_url string
---@return table view
function show_home.run(mall, base_url) return catalog.remember(mall.id, "home " .. base_url, load, mall, base_url) end

return show_home
