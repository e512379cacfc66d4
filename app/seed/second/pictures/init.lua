-- Pictures of 고요살림 by product code (also "category-<code>" and "hero-<mall>-<n>"), all shelves as one table.
-- The files themselves are in app/seed/pictures/.

local pictures = {}
for _, shelf in ipairs {
  require "seed.second.pictures.front",
  require "seed.second.pictures.kitchen",
  require "seed.second.pictures.bath",
  require "seed.second.pictures.fabric",
  require "seed.second.pictures.home",
} do
  for code, list in pairs(shelf) do pictures[code] = list end
end

return pictures
