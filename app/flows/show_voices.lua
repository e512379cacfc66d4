-- All that was said of a product, a page at a time.

local question = require "question"
local review = require "review"
local show_product = require("flows.show_product").run
local paging = require "shared.paging"

local SIZE = 10

local SORTS = { { key = "newest", label = "최신순" }, { key = "high", label = "별점 높은순" }, { key = "low", label = "별점 낮은순" } }

-- What stands at the head of such a page.
local function face(product)
  return { id = product.id, name = product.name, url = product.url, image = product.image }
end

local show_voices = {}

---@param mall mall
---@param slug string
---@param base_url string
---@param sort "newest"|"high"|"low"
---@param page integer
---@return table|nil view  nil: there is no such product
---@return string|nil category  its slug
function show_voices.reviews(mall, slug, base_url, sort, page)
  local shown = show_product(mall, slug, base_url)
  if not shown then return nil end
  local product, path = shown.product, shown.product.url .. "/reviews"
  local list, sorts = {}, {}
  for i, row in ipairs(review.of_product(mall.id, product.id, sort, SIZE, (page - 1) * SIZE)) do
    list[i] = review.view(row)
  end
  for i, one in ipairs(SORTS) do
    sorts[i] = { label = one.label, url = i > 1 and path .. "?sort=" .. one.key or path, active = one.key == sort }
  end
  local summary = shown.voices.reviews
  return { product = face(product), list = list, average = summary.average, count = summary.count, shares = summary.shares,
    sorts = sorts, pager = paging.pager(path, { sort = sort ~= "newest" and sort or nil }, page, summary.count, SIZE) },
      product.category.slug
end

---@param mall mall
---@param slug string
---@param base_url string
---@param reader string|nil  the member who looks
---@param page integer
---@return table|nil view
---@return string|nil category  its slug
function show_voices.questions(mall, slug, base_url, reader, page)
  local shown = show_product(mall, slug, base_url)
  if not shown then return nil end
  local product, path = shown.product, shown.product.url .. "/questions"
  local rows, total = question.of_product(mall.id, product.id, reader, SIZE, (page - 1) * SIZE)
  local list = {}
  for i, row in ipairs(rows) do list[i] = question.view(row, reader) end
  return { product = face(product), list = list, ask_url = path .. "/new",
    pager = paging.pager(path, {}, page, total, SIZE) }, product.category.slug
end

--- The product that a question is about.
---@return {id:string, name:string, url:string, image:table|nil}|nil
---@return string|nil category  its slug
function show_voices.product(mall, slug, base_url)
  local shown = show_product(mall, slug, base_url)
  if not shown then return nil end
  return face(shown.product), shown.product.category.slug
end

return show_voices
