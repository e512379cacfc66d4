-- The question before a row is deleted: what stands in the way, and what would go along.

local address = require "relation.rules.address"
local change_row = require "flows.change_row"
local forms = require "relation.forms"
local named = require "relation.named"
local relation = require "relation"
local view = require "relation.rules.view"

local pages = {}

local REFERRING = 1000

local REFUSES = "이 행을 가리켜서 지울 수 없어요"
local follows = { c = "함께 지워져요", n = "먼저 바꿔야 지울 수 있어요", d = "먼저 바꿔야 지울 수 있어요" }

-- What stands in the way of a deletion, and what would go along.
local function consequences(one, row)
  local counts, list, blocked = relation.count_referrers(one, row.key, REFERRING), {}, false
  for i, reference in ipairs(one.referrers) do
    if counts[i] > 0 then
      list[#list + 1] = { table = reference.table, columns = table.concat(reference.columns, ", "), count = counts[i],
        more_than = counts[i] >= REFERRING or nil, says = follows[reference.on_delete] or REFUSES,
        blocks = reference.on_delete ~= "c" or nil }
      blocked = blocked or reference.on_delete ~= "c"
    end
  end
  return list, blocked
end

local function ask(ctx, catalog, one, row, problem, status)
  local list, blocked = consequences(one, row)
  local values, secret = {}, nil
  for i, column in ipairs(one.columns) do
    values[i] = view.cell(catalog, one, column, row)
    values[i].name = column.name
    if column.hidden == "secret" and values[i].kind ~= "null" then secret = true end
  end
  local title = view.title(one, row)
  return ctx:render("relation/delete", {
    table = { name = one.name, url = address.of(one.name) }, title = title, values = values, referrers = list,
    blocked = blocked or nil, secret = secret, problem = problem, key = address.key(row.key), version = row.version,
    action = address.of(one.name, "delete"), cancel_url = address.row(one.name, row.key),
    page = { title = title .. " 지우기 · " .. one.name,
      crumbs = named.crumbs(one, "지우기", { name = title, url = address.row(one.name, row.key) }) },
  }, status)
end

--- GET /admin/tables/:table/delete?key=
function pages.ask(ctx)
  local one, catalog, row = named.row(ctx, "may_delete")
  if not one then return nil, catalog end
  return ask(ctx, catalog, one, row)
end

--- POST /admin/tables/:table/delete
function pages.delete(ctx)
  local one, catalog, row = named.row(ctx, "may_delete")
  if not one then return nil, catalog end
  local why, wrong = ctx:form(forms.why)
  if not why then return ask(ctx, catalog, one, row, wrong.why, 422) end
  local change, refused = change_row.delete(ctx, catalog, one, row.key, named.fields(ctx).version or "", why.why)
  if change then
    local along = change.along > 0 and ("행과 딸린 행 %d개를 지웠어요."):format(change.along)
    ctx:flash("undo", along or "행을 지웠어요.", { label = "되돌리기", url = address.of(one.name, "undo"),
      fields = { id = change.id } })
    return ctx:redirect(address.of(one.name))
  end
  if refused.code == "table.refused" then
    return ask(ctx, catalog, one, row, select(2, relation.sentence(catalog, one, refused)), 422)
  elseif refused.code == "table.gone" or refused.code == "staff.forbidden" then
    return nil, refused
  end
  return ask(ctx, catalog, one, refused.row or row, ctx:sentence(refused), 409)
end

return pages
