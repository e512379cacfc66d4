-- What was changed by hand, of a table or of one row, and the way back from each change.

local address = require "relation.rules.address"
local change_row = require "flows.change_row"
local fault = require "shared.fault"
local named = require "relation.named"
local relation = require "relation"
local trail = require "relation.rules.trail"
local view = require "relation.rules.view"

local pages = {}

local PAGE = 30

--- GET /admin/tables/:table/history
function pages.show(ctx)
  local one, catalog = named.table(ctx)
  if not one then return nil, catalog end
  local key = address.read_key(ctx.args.key)
  local before = type(ctx.args.before) == "string" and ctx.args.before:match "^%x+%-%x+%-%x+%-%x+%-%x+$" or nil
  local changes = relation.history(one, key, before, PAGE + 1)
  local more = #changes > PAGE
  changes[PAGE + 1] = nil
  local query = key and { { "key", address.key(key) } } or {}
  if more then query[#query + 1] = { "before", changes[PAGE].id } end
  local row = key and relation.find(catalog, one, key)
  local title = row and view.title(one, row) or key and table.concat(key, ", ") or one.name
  return ctx:render("relation/history", {
    table = { name = one.name, url = address.of(one.name) }, title = title, changes = trail.of(catalog, changes, one),
    row_url = row and address.row(one.name, row.key) or nil, of_row = key ~= nil or nil, return_to = ctx.return_to,
    next_url = more and address.of(one.name, "history", query) or nil, undo_url = address.of(one.name, "undo"),
    page = { title = title .. " 변경 기록", crumbs = named.crumbs(one, "변경 기록") },
  })
end

--- POST /admin/tables/:table/undo
function pages.undo(ctx)
  local one, catalog = named.table(ctx)
  if not one then return nil, catalog end
  local id = (named.fields(ctx).id or ""):match "^%x+%-%x+%-%x+%-%x+%-%x+$"
  if not id then return nil, fault "table.not_found" end
  local change, refused = change_row.undo(ctx, catalog, id, "되돌리기")
  local back = ctx:local_url(ctx.form_fields.return_to, address.of(one.name, "history"))
  if not change then
    if refused.code == "staff.forbidden" then return nil, refused end
    local sentence = ctx:sentence(refused)
    if refused.code == "table.refused" then
      sentence = select(2, relation.sentence(catalog, catalog.by_name[refused.table], refused))
    end
    ctx:flash("error", sentence)
    return ctx:redirect(back)
  end
  ctx:flash("undo", "되돌렸어요.", { label = "다시 되돌리기", url = address.of(change.table_name, "undo"),
    fields = { id = change.id } })
  return ctx:redirect(change.action == "delete" and back or address.row(change.table_name, change.key))
end

return pages
