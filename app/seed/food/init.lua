-- 모락상회, the food mall of the demo: its parts put together.

local function join(...)
  local list = {}
  for _, part in ipairs { ... } do
    for _, item in ipairs(part) do list[#list + 1] = item end
  end
  return list
end

return require "seed.assemble" {
  mall = require "seed.food.mall",
  brands = require "seed.food.brands",
  categories = require "seed.food.categories",
  shelves = {
    ["meal-kits"] = join(require "seed.food.products.meal_kits", require "seed.food.products.meal_kits_more"),
    drinks = join(require "seed.food.products.drinks", require "seed.food.products.drinks_more"),
    grains = join(require "seed.food.products.grains", require "seed.food.products.grains_more"),
    ["side-dishes"] = join(require "seed.food.products.side_dishes", require "seed.food.products.side_dishes_more"),
    snacks = join(require "seed.food.products.snacks", require "seed.food.products.snacks_more"),
    fresh = join(require "seed.food.products.fresh", require "seed.food.products.fresh_more"),
  },
  pictures = require "seed.food.pictures",
  ranking = require "seed.food.ranking",
  notice_defaults = require "seed.food.notice_defaults",
  pages = require "seed.food.pages",
  voices = require "seed.food.voices",
}
