-- Leafing through a list: which page was asked for, and the pager that leads to the others. All of it is links.

local escape_url = require("text").escape_url

local paging = {}

--- The page that a query string asks for; what makes no sense is the first.
---@param args table<string, string|string[]>
---@return integer
function paging.page(args)
  local digits = type(args.page) == "string" and args.page:match("^[1-9]%d?%d?$")
  return digits and tonumber(digits) or 1
end

-- "/my/points?kind=use&page=2": what else is chosen stays, always in the same order.
local function address(path, args, page)
  local names, parts = {}, {}
  for name in pairs(args) do names[#names + 1] = name end
  table.sort(names)
  for _, name in ipairs(names) do parts[#parts + 1] = name .. "=" .. escape_url(tostring(args[name])) end
  if page > 1 then parts[#parts + 1] = "page=" .. page end
  return #parts == 0 and path or path .. "?" .. table.concat(parts, "&")
end

--- The pager: first, last, and two neighbours on either side.
---@param path string
---@param args table<string, string|integer>  what else is chosen
---@param page integer
---@param total integer  of all things
---@param size integer   things on a page
---@return {page:integer, pages:integer, pages_list:table[], prev_url:string|nil, next_url:string|nil}
function paging.pager(path, args, page, total, size)
  local pages = math.max(1, math.ceil(total / size))
  local list, gap = {}, false
  for n = 1, pages do
    if n == 1 or n == pages or math.abs(n - page) <= 2 then
      list[#list + 1] = { n = n, url = address(path, args, n), active = n == page }
      gap = false
    elseif not gap then
      list[#list + 1] = { gap = true }
      gap = true
    end
  end
  return { page = page, pages = pages, pages_list = list, prev_url = page > 1 and address(path, args, page - 1) or nil,
    next_url = page < pages and address(path, args, page + 1) or nil }
end

return paging
