-- What reviews amount to: an average that is never flattered, and the words and stars of each.

local text = require "text"

local rules = {}

--- Who wrote it, as strangers may see it: the first letter of the name.
---@param name string
---@return string
function rules.author(name)
  local first = text.clip(name, 1, "")
  return (first ~= "" and first or "손") .. "**"
end

--- Σ stars and how many reviews.
---@param stars integer[]  reviews with 1, 2, … 5 stars
---@return integer count
---@return integer sum
function rules.sum(stars)
  local count, sum = 0, 0
  for star = 1, 5 do
    count, sum = count + stars[star], sum + star * stars[star]
  end
  return count, sum
end

--- The average to one decimal, rounded down: 4.96 is not five stars.
---@param stars integer[]
---@return string|nil nil: there is no review
function rules.average(stars)
  local count, sum = rules.sum(stars)
  if count == 0 then return nil end
  local tenths = math.floor(sum * 10 / count)
  return ("%d.%d"):format(math.floor(tenths / 10), tenths % 10)
end

local function shares(stars, count)
  local list = {}
  for star = 5, 1, -1 do
    list[#list + 1] = { stars = star, count = stars[star], percent = math.floor(stars[star] * 100 / count + 0.5) }
  end
  return list
end

---@param row {author:string, option_label:string, rating:integer, body:string, at:number}
function rules.view(row)
  return { author = row.author, option_label = row.option_label ~= "" and row.option_label or nil, rating = row.rating,
    body = row.body, at = row.at }
end

--- What a product's page says of its reviews.
---@param facts table|nil  of the product's voice
---@param url string       where all of them are
---@return {count:integer, average:string|nil, shares:table[], list:table[], url:string}
function rules.summary(facts, url)
  local stars = facts and facts.stars or { 0, 0, 0, 0, 0 }
  local count, list = rules.sum(stars), {}
  for i, row in ipairs(facts and facts.newest_reviews or {}) do list[i] = rules.view(row) end
  return { count = count, average = rules.average(stars), shares = count > 0 and shares(stars, count) or {}, list = list,
    url = url }
end

return rules
