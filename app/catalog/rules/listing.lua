-- The furniture around a list: addresses that keep what is chosen, sort orders, filters that can be taken off again, and
-- the pager. All of it is links, so all of it works without JavaScript.

local won = require("shared.money").won
local escape_url = require("text").escape_url

local listing = {}

listing.PAGE_SIZE = 24
listing.LAST_PAGE = 200

listing.SORTS = {
  { key = "recommended", label = "추천순" }, { key = "newest", label = "신상품순" },
  { key = "cheap", label = "낮은 가격순" }, { key = "dear", label = "높은 가격순" }, { key = "discount", label = "할인율순" },
}
listing.SEARCH_SORTS = { { key = "relevance", label = "정확도순" }, unpack(listing.SORTS, 2) }

-- Bands of prices, as store.facets counts them: band 0 is below the first bound.
local BOUNDS = { 5000, 10000, 20000, 30000, 50000 }

local NAMES = { "q", "brand", "tag", "price", "sort", "page" }

--- The address of `path` with these arguments, always in the same order, so that one page has one address.
---@param path string
---@param args table<string, string|integer|nil>
---@return string
function listing.address(path, args)
  local parts = {}
  for _, name in ipairs(NAMES) do
    local value = args[name]
    if value and value ~= "" then parts[#parts + 1] = name .. "=" .. escape_url(tostring(value)) end
  end
  if #parts == 0 then return path end
  return path .. "?" .. table.concat(parts, "&")
end

local function with(args, name, value)
  local copy = {}
  for key, old in pairs(args) do copy[key] = old end
  copy[name], copy.page = value, nil
  return copy
end

---@param sorts table[] listing.SORTS or listing.SEARCH_SORTS; the first is the default and stays out of the address
---@return {key:string, label:string, url:string, active:boolean}[]
function listing.sorts(sorts, path, args)
  local list, chosen = {}, args.sort or sorts[1].key
  for i, sort in ipairs(sorts) do
    list[i] = { key = sort.key, label = sort.label, active = sort.key == chosen,
      url = listing.address(path, with(args, "sort", i > 1 and sort.key or nil)) }
  end
  return list
end

--- "a,b" → {"a", "b"}; at most ten.
---@param text string|nil
---@return string[]|nil
function listing.split(text)
  local list = {}
  for part in (text or ""):gmatch("[^,]+") do
    if #list < 10 then list[#list + 1] = part end
  end
  return #list > 0 and list or nil
end

local function toggled(chosen, code)
  local list, found = {}, false
  for _, old in ipairs(chosen or {}) do
    if old == code then found = true else list[#list + 1] = old end
  end
  if not found then list[#list + 1] = code end
  return #list > 0 and table.concat(list, ",") or nil, found
end

local function choice_group(name, label, rows, path, args, active_list)
  local options, chosen = {}, listing.split(args[name])
  for i, row in ipairs(rows) do
    local value, active = toggled(chosen, row.code)
    local url = listing.address(path, with(args, name, value))
    options[i] = { label = row.name, count = row.count, active = active, url = url }
    if active then active_list[#active_list + 1] = { label = row.name, remove_url = url } end
  end
  return { name = name, label = label, options = options }
end

local function band(index)
  local from, to = BOUNDS[index], BOUNDS[index + 1]
  if not from then return "-" .. to - 1, won(to):format() .. " 미만" end
  if not to then return from .. "-", won(from):format() .. " 이상" end
  return from .. "-" .. to - 1, won(from):format() .. " ~ " .. won(to):format()
end

local function price_group(rows, path, args, active_list)
  local options = {}
  for i, row in ipairs(rows) do
    local value, label = band(row.band)
    local active = args.price == value
    local url = listing.address(path, with(args, "price", not active and value or nil))
    options[i] = { label = label, count = row.count, active = active, url = url }
    if active then active_list[#active_list + 1] = { label = label, remove_url = url } end
  end
  return { name = "price", label = "가격", options = options }
end

--- "10000-19999" → 10000, 19999; either side may be missing.
---@param text string|nil
---@return integer|nil from
---@return integer|nil to
function listing.price_range(text)
  local from, to = (text or ""):match("^(%d*)%-(%d*)$")
  if not from or #from > 10 or #to > 10 then return nil, nil end
  return tonumber(from), tonumber(to)
end

---@param facets {brands:table[], tags:table[], prices:table[]}
---@return table[] filters
---@return {label:string, remove_url:string}[] active
function listing.filters(facets, path, args)
  local active = {}
  local filters = {
    choice_group("brand", "브랜드", facets.brands, path, args, active),
    choice_group("tag", "태그", facets.tags, path, args, active),
    price_group(facets.prices, path, args, active),
  }
  return filters, active
end

--- The pager: first, last, and two neighbours on either side.
---@param page integer
---@param total integer
---@return table pager
function listing.pager(path, args, page, total)
  local pages = math.max(1, math.min(listing.LAST_PAGE, math.ceil(total / listing.PAGE_SIZE)))
  local function url(n)
    local copy = with(args, "page")
    copy.page = n > 1 and n or nil
    return listing.address(path, copy)
  end
  local list, gap = {}, false
  for n = 1, pages do
    if n == 1 or n == pages or math.abs(n - page) <= 2 then
      list[#list + 1] = { n = n, url = url(n), active = n == page }
      gap = false
    elseif not gap then
      list[#list + 1] = { gap = true }
      gap = true
    end
  end
  return {
    page = page, pages = pages, pages_list = list,
    prev_url = page > 1 and url(page - 1) or nil, next_url = page < pages and url(page + 1) or nil,
  }
end

return listing
