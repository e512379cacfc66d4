-- The front page: what the merchandiser set out (banners, sections), the shelves, and the latest notices.

local catalog = require "catalog"
local cms = require "cms"

local function sections(mall)
  local list = {}
  for i, section in ipairs(mall.settings.home.sections or {}) do
    list[i] = { title = section.title, text = section.text, url = section.url,
      products = catalog.cards_by_code(mall.id, section.products) }
  end
  return list
end

local function load(mall)
  return { hero = mall.settings.home.heroes or {}, sections = sections(mall), categories = catalog.categories(mall.id),
    notices = cms.latest(mall.id, 4) }
end

local show_home = {}

---@param mall mall
---@return table view
function show_home.run(mall) return catalog.remember(mall.id, "home", load, mall) end

return show_home
