-- The table and the row that a request names, if there are such and if one may do with them what the page is for.

local address = require "relation.rules.address"
local fault = require "shared.fault"
local relation = require "relation"

local named = {}

--- The table of a request.
---@param ctx context
---@param right "may_insert"|"may_update"|"may_delete"|nil
---@return relation.table|nil
---@return relation.catalog|fault  table.not_found | table.read_only
function named.table(ctx, right)
  local catalog = relation.catalog()
  local one = catalog.by_name[ctx.params.table]
  if not one then return nil, fault "table.not_found" end
  if right and not one[right] then return nil, fault "table.read_only" end
  return one, catalog
end

--- The row of a request, with its table.
---@param ctx context
---@param right "may_insert"|"may_update"|"may_delete"|nil
---@return relation.table|nil
---@return relation.catalog|fault  table.not_found | table.read_only | table.gone
---@return relation.row|nil
function named.row(ctx, right)
  local one, catalog = named.table(ctx, right)
  if not one then return nil, catalog end
  local key = address.read_key(ctx.args.key or ctx.form_fields.key)
  local row = key and relation.find(catalog, one, key)
  if not row then return nil, fault "table.gone" end
  return one, catalog, row
end

--- What was sent, each name once.
---@param ctx context
---@return table<string, string>
function named.fields(ctx)
  local fields = {}
  for name, value in pairs(ctx.form_fields) do fields[name] = type(value) == "table" and value[1] or value end
  return fields
end

--- The way to a table's pages, for the line above them.
---@param one relation.table|nil
---@param last string|nil  what the page itself is called there
---@param row { name: string, url: string }|nil
---@return { name: string, url: string|nil }[]
function named.crumbs(one, last, row)
  local list = { { name = "데이터", url = "/admin/tables" } }
  if one then list[2] = { name = one.name, url = (last or row) and address.of(one.name) or nil } end
  list[#list + 1] = row
  if last then list[#list + 1] = { name = last } end
  return list
end

return named
