-- Sitemaps as search engines read them: an index, and files of addresses. The first file begins with the pages that every
-- mall has.

local clock = require "shared.clock"
local seo = require "catalog.rules.seo"

local sitemap = {}

--- Addresses in a file. 50,000 are allowed; so many are put together in a few milliseconds, between two shoppers' pages.
sitemap.MOST = 5000

local head = '<?xml version="1.0" encoding="UTF-8"?>\n'
local names = ' xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
local image_names = ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'

local entities = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;" }
local function escape(text) return (text:gsub("[&<>]", entities)) end

local function lastmod(updated_at) return updated_at and "<lastmod>" .. clock.iso(updated_at) .. "</lastmod>" or "" end

--- The pages of every mall.
---@param categories {url:string}[]
---@return string[] paths
function sitemap.standing(categories)
  local paths = { "/" }
  for _, category in ipairs(categories) do paths[#paths + 1] = category.url end
  for _, path in ipairs { "/guide", "/terms", "/privacy", "/notices" } do paths[#paths + 1] = path end
  return paths
end

--- Which products stand in a file.
---@param file integer      from 1
---@param standing integer  how many other addresses come before the first product
---@return integer limit, integer offset
function sitemap.window(file, standing)
  local offset = (file - 1) * sitemap.MOST - standing
  if offset < 0 then return sitemap.MOST + offset, 0 end
  return sitemap.MOST, offset
end

---@param base_url string
---@param files {file:integer, updated_at:number|nil}[]  by file, from 1
---@return string xml
function sitemap.index(base_url, files)
  local out = { head .. "<sitemapindex" .. names .. ">" }
  for _, one in ipairs(files) do
    out[#out + 1] = ("<sitemap><loc>%s/sitemaps/%d.xml</loc>%s</sitemap>"):format(escape(base_url), one.file,
      lastmod(one.updated_at))
  end
  out[#out + 1] = "</sitemapindex>\n"
  return table.concat(out, "\n")
end

---@param base_url string
---@param paths string[]
---@param products {slug:string, updated_at:number, media_id:string|nil}[]
---@return string xml
function sitemap.urls(base_url, paths, products)
  local out = { head .. "<urlset" .. names .. image_names .. ">" }
  for _, path in ipairs(paths) do out[#out + 1] = "<url><loc>" .. escape(base_url .. path) .. "</loc></url>" end
  for _, product in ipairs(products) do
    local image = product.media_id and "<image:image><image:loc>"
      .. escape(seo.picture_url(base_url, { id = product.media_id })) .. "</image:loc></image:image>" or ""
    out[#out + 1] = "<url><loc>" .. escape(base_url .. "/p/" .. product.slug) .. "</loc>" .. lastmod(product.updated_at)
      .. image .. "</url>"
  end
  out[#out + 1] = "</urlset>\n"
  return table.concat(out, "\n")
end

return sitemap
