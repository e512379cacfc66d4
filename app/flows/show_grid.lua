-- A list of the back office on its page: what the address asks for is read, the rows are fetched, and what can be done with
-- them is offered to who may.

local admin = require "admin"
local export_grid = require "flows.export_grid"
local face = require "shared.listing.face"

local show_grid = {}

---@class show_grid.source
---@field rows fun(ask: listing.ask): table[]   by ask:select
---@field count fun(ask: listing.ask): integer  by ask:count
---@field all (fun(ask: listing.ask): table[])|nil  by ask:all; without it the list is not exported
---@field options table<string, { value: string, label: string }[]>|nil  of choices that only the database knows

local function bulk_of(grid, staff)
  local list = {}
  for _, action in ipairs(grid.bulk) do
    if not action.permission or staff.can(action.permission) then list[#list + 1] = action end
  end
  return list
end

-- The views that everybody has, then one's own and those that others share.
local function views_of(ctx, grid, query)
  local list = { { label = "전체", url = "?", active = query == "" } }
  for _, view in ipairs(grid.views) do
    list[#list + 1] = { label = view.label, url = view.query, active = view.query == query }
  end
  for _, view in ipairs(admin.views(ctx.mall.id, ctx.staff.id, grid.name)) do
    list[#list + 1] = { label = view.name, url = view.query, active = view.query == query, id = view.mine and view.id or nil,
      shared = view.shared }
  end
  return list
end

local function export_urls(path, query)
  local joint = query == "" and "?" or query .. "&"
  return { csv = path .. joint .. "export=csv", xlsx = path .. joint .. "export=xlsx" }
end

--- Answers with the page of a list, or with the list as a file.
---@param ctx context
---@param grid listing
---@param source show_grid.source
---@param view { title: string, text: string|nil, actions: table[]|nil, page: table|nil }
---@param template string|nil  a page of its own, which includes partials/grid with v.grid
---@return integer, string[], string
function show_grid.run(ctx, grid, source, view, template)
  local ask, format = grid:read(ctx.args, source.options), ctx.args.export
  if source.all and export_grid.knows(format) then
    return export_grid.run(ctx, ask, source.all(ask), view.title, format)
  end
  local shown = face.of(ask, source.rows(ask), source.count(ask))
  shown.bulk, shown.views = bulk_of(grid, ctx.staff), views_of(ctx, grid, shown.query)
  shown.path, shown.return_to = ctx.path, ctx.path .. shown.query
  shown.export = source.all and export_urls(ctx.path, shown.query) or nil
  view.grid, view.page = shown, view.page or { title = view.title }
  return ctx:render(template or "admin/list", view)
end

return show_grid
