-- A list of the back office on its page: what the address asks for is read, the rows are fetched, and what can be done with
-- them is offered to who may.

local face = require "shared.listing.face"

local show_grid = {}

---@class show_grid.source
---@field rows fun(ask: listing.ask): table[]   by ask:select
---@field count fun(ask: listing.ask): integer  by ask:count
---@field options table<string, { value: string, label: string }[]>|nil  of choices that only the database knows

local function bulk_of(grid, staff)
  local list = {}
  for _, action in ipairs(grid.bulk) do
    if not action.permission or staff.can(action.permission) then list[#list + 1] = action end
  end
  return list
end

local function views_of(grid, query)
  local list = { { label = "전체", url = "?", active = query == "" } }
  for _, view in ipairs(grid.views) do
    list[#list + 1] = { label = view.label, url = view.query, active = view.query == query }
  end
  return list
end

--- Answers with the page of a list.
---@param ctx context
---@param grid listing
---@param source show_grid.source
---@param view { title: string, text: string|nil, actions: table[]|nil, page: table|nil }
---@param template string|nil  a page of its own, which includes partials/grid with v.grid
---@return integer, string[], string
function show_grid.run(ctx, grid, source, view, template)
  local ask = grid:read(ctx.args, source.options)
  local shown = face.of(ask, source.rows(ask), source.count(ask))
  shown.bulk, shown.views = bulk_of(grid, ctx.staff), views_of(grid, shown.query)
  shown.path, shown.return_to = ctx.path, ctx.path .. shown.query
  view.grid, view.page = shown, view.page or { title = view.title }
  return ctx:render(template or "admin/list", view)
end

return show_grid
