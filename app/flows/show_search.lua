-- A search: what it finds, and what others look for in this mall.

local catalog = require "catalog"
local malls = require "mall"

local show_search = {}

---@param mall_id string
---@param q string
---@param args {sort:string|nil, page:integer|nil}
---@return table view of catalog.search
---@return {text:string, url:string}[] popular
function show_search.run(mall_id, q, args)
  local popular = {}
  for i, word in ipairs(malls.settings(mall_id).popular) do
    popular[i] = { text = word, url = catalog.address("/search", { q = word }) }
  end
  return catalog.search(mall_id, q, args), popular
end

return show_search
