-- Pictures of 모락상회 by product code (also "category-<code>" and "hero-<mall>-<n>"), all shelves as one table.
-- The files themselves are in app/seed/pictures/.

local pictures = {}
for _, shelf in ipairs {
  require "seed.food.pictures.front",
  require "seed.food.pictures.meal_kits",
  require "seed.food.pictures.drinks",
  require "seed.food.pictures.grains",
  require "seed.food.pictures.side_dishes",
  require "seed.food.pictures.snacks",
  require "seed.food.pictures.fresh",
} do
  for code, list in pairs(shelf) do pictures[code] = list end
end

return pictures
