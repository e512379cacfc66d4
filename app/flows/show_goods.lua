-- Goods that somebody keeps a list of, as the cards that a page shows.

local catalog = require "catalog"

local show_goods = {}

--- The cards of these products, in this order; what is no longer on sale is left out.
---@param mall mall
---@param ids string[]
---@return table[] cards
function show_goods.by_ids(mall, ids) return catalog.cards(mall.id, ids) end

--- The same by the products' codes.
---@param mall mall
---@param codes string[]
---@return table[] cards
function show_goods.by_codes(mall, codes)
  local cards, list = catalog.cards_by_code(mall.id, codes), {}
  for _, code in ipairs(codes) do list[#list + 1] = cards[code] end
  return list
end

return show_goods
