-- A product's page: the catalogue's facts with the stock of the moment, the mall's shipping terms, and what buyers said and
-- asked.

local catalog = require "catalog"
local question = require "question"
local review = require "review"
local shipping = require "shipping"
local wish = require "wish"

local show_product = {}

--- The page of what was read.
---@param mall mall
---@param found table  catalog.product
---@param base_url string
---@return {product:table, related:table[], voices:table, wished:boolean, page:table}
function show_product.view(mall, found, base_url)
  local product, related = catalog.product_view(found, shipping.terms(shipping.policy(mall)))
  local voices = { reviews = review.summary(found.voice, product.url .. "/reviews"),
    questions = question.summary(found.voice, product.url .. "/questions") }
  return { product = product, related = related, voices = voices, wished = false,
    page = catalog.product_page(product, mall, base_url, voices.reviews) }
end

local function load(mall, slug, base_url)
  local found = catalog.product(mall.id, slug)
  return found and show_product.view(mall, found, base_url)
end

---@param mall mall
---@param slug string
---@param base_url string
---@return {product:table, related:table[], voices:table, page:table}|nil
function show_product.run(mall, slug, base_url)
  return catalog.remember(mall.id, "product " .. slug .. " " .. base_url, load, mall, slug, base_url)
end

--- The same page for a member, who may have wished for it. The view that everybody shares stays as it is.
---@param view table
---@param mall mall
---@param member_id string
---@return table
function show_product.of_member(view, mall, member_id)
  local own = {}
  for name, value in pairs(view) do own[name] = value end
  own.wished = wish.has(mall.id, member_id, view.product.id)
  return own
end

return show_product
