-- 고요살림, the living mall of the demo: its parts put together.

return require "seed.assemble" {
  mall = require "seed.second.mall",
  brands = require "seed.second.brands",
  categories = require "seed.second.categories",
  shelves = {
    kitchen = require "seed.second.products.kitchen",
    bath = require "seed.second.products.bath",
    fabric = require "seed.second.products.fabric",
    home = require "seed.second.products.home",
  },
  pictures = require "seed.second.pictures",
  ranking = require "seed.second.ranking",
  notice_defaults = require "seed.second.notice_defaults",
  pages = require "seed.second.pages",
  voices = require "seed.second.voices",
}
