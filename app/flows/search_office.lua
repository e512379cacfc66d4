-- Everything that staff may see, searched by one thing that they typed: an order's number, a name, a telephone, a product, a
-- SKU. Each list is asked as its own page would be, so what is masked there is masked here.

local catalog = require "catalog"
local member = require "member"
local order = require "order"
local face = require "shared.listing.face"

local search_office = {}

---@class search_office.section
---@field title string
---@field icon string
---@field permission string
---@field path string        of the list's own page
---@field grid listing       with a filter called q
---@field columns string     what is shown of it here
---@field list fun(mall_id: string, ask: listing.ask): table[]
---@field count fun(mall_id: string, ask: listing.ask): integer

---@type search_office.section[]
local sections = {
  { title = "주문", icon = "receipt", permission = "orders.read", path = "/admin/orders", grid = order.grid,
    columns = "number.placed_at.status.orderer_name.payable_amount", list = order.list, count = order.count },
  { title = "상품", icon = "tag", permission = "products.read", path = "/admin/products", grid = catalog.desk.grid,
    columns = "name.picture.status.price.available", list = catalog.desk.list, count = catalog.desk.count },
  { title = "회원", icon = "user", permission = "members.read", path = "/admin/members", grid = member.grid,
    columns = "name.email.phone.state.joined_at", list = member.desk.list, count = member.desk.count },
}

-- So many of each are shown.
local MOST = 5

local function look(section, mall_id, typed)
  local ask = section.grid:read { q = typed, columns = section.columns }
  if not ask.values.q then return nil end
  ask.size = MOST
  local rows, count = section.list(mall_id, ask), section.count(mall_id, ask)
  if count == 0 then return nil end
  local shown = face.of(ask, rows, count)
  return { title = section.title, icon = section.icon, heads = shown.heads, rows = shown.rows, total = shown.total,
    url = count > MOST and section.path .. section.grid:read({ q = typed }):query() or nil, count = count }
end

--- What is found, by kind.
---@param ctx context
---@param typed string
---@return { groups: table[], only: string|nil }  only: the address of the one order whose number this is
function search_office.run(ctx, typed)
  local number = order.read_number(typed)
  if number and ctx.staff.can "orders.read" and order.by_number(ctx.mall.id, number) then
    return { groups = {}, only = "/admin/orders/" .. number }
  end
  local groups = {}
  for _, section in ipairs(sections) do
    if ctx.staff.can(section.permission) then groups[#groups + 1] = look(section, ctx.mall.id, typed) end
  end
  return { groups = groups }
end

return search_office
