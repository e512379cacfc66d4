-- The forms of a row: a new one, a changed one, and the question before one is deleted.

local address = require "relation.rules.address"
local change_row = require "flows.change_row"
local fault = require "shared.fault"
local form = require "relation.rules.form"
local forms = require "relation.forms"
local relation = require "relation"
local view = require "relation.rules.view"

local pages = {}

local REFERRING = 1000

local function one_of(ctx, right)
  local catalog = relation.catalog()
  local one = catalog.by_name[ctx.params.table]
  if not one then return nil, fault "table.not_found" end
  if not one[right] then return nil, fault "table.read_only" end
  return one, catalog
end

local function row_of(ctx, right)
  local one, catalog = one_of(ctx, right)
  if not one then return nil, catalog end
  local key = address.read_key(ctx.args.key or ctx.form_fields.key)
  local row = key and relation.find(catalog, one, key)
  if not row then return nil, fault "table.gone" end
  return one, catalog, row
end

-- The first of what may have been sent twice.
local function single(sent)
  local fields = {}
  for name, value in pairs(sent) do fields[name] = type(value) == "table" and value[1] or value end
  return fields
end

-- The mall of the row that is being made or changed.
local function mall_of(ctx, one, given)
  local own = one.mall and one.mall ~= "id" and one.mall
  local typed = own and given.typed and given.typed["c." .. own]
  if typed and typed:find "^%x+%-%x+%-%x+%-%x+%-%x+$" then return typed end
  return own and given.row and given.row.cells[own].text or ctx.mall.id
end

-- What the pickers of a form offer: everything where there is little, else what was searched for.
local function offers_of(ctx, catalog, one, given)
  local offers, labels = {}, {}
  local typed = given.typed or {}
  local mall_id = mall_of(ctx, one, given)
  for _, column in ipairs(one.columns) do
    if column.picks and not column.fixed and (not given.row or not column.in_key) then
      local searched = given.searched == column.name
      offers[column.name] = view.offers(catalog, column, relation.offers(catalog, column, { mall_id = mall_id,
        words = searched and typed["q." .. column.name] or nil, limit = searched and 30 or form.most_options + 1 }))
      local value = typed["c." .. column.name] or given.row and given.row.cells[column.name].text
      local label = value and value ~= "" and relation.label(catalog, column, value, mall_id)
      labels[column.name] = label and view.offers(catalog, column, { { value = value, label = label } })[1].label or nil
    end
  end
  return offers, labels
end

local function draw(ctx, catalog, one, given, status)
  given.offers, given.labels = offers_of(ctx, catalog, one, given)
  local row = given.row
  local title = row and view.title(one, row) or "새 행"
  return ctx:render("relation/form", {
    table = { name = one.name, url = address.of(one.name), comment = one.comment }, title = title,
    fields = form.fields(one, given), key = row and address.key(row.key) or nil, version = row and row.version or nil,
    problem = given.problem, conflict = given.conflict, why = given.typed and given.typed.why or "",
    obstacle = not row and form.obstacle(one) or nil, creating = not row or nil,
    action = address.of(one.name, row and "edit" or "new"), offers_url = address.of(one.name, "offers"),
    cancel_url = row and address.row(one.name, row.key) or address.of(one.name),
    page = { title = title .. " · " .. one.name, crumbs = { { name = "데이터", url = "/admin/tables" },
      { name = one.name, url = address.of(one.name) }, { name = row and "고치기" or "새 행" } } },
  }, status)
end

-- A refusal of the database as what the form shows.
local function blame(catalog, one, refused, given)
  local column, sentence = relation.sentence(catalog, one, refused)
  if column then given.errors = { [column] = sentence } else given.problem = sentence end
end

-- What the form is drawn with again; nil, fault when a page of its own says it better.
local function take(catalog, one, refused, given)
  if refused.code == "table.refused" then blame(catalog, one, refused, given) return 422 end
  if refused.code == "table.unchanged" then given.problem = "바뀐 것이 없어요." return 422 end
  if refused.code == "table.conflict" then given.row, given.conflict = refused.row, true return 409 end
end

local function saved(ctx, one, change, sentence)
  ctx:flash("undo", sentence, { label = "되돌리기", url = address.of(one.name, "undo"), fields = { id = change.id } })
  return ctx:redirect(change.action ~= "delete" and address.row(one.name, change.key) or address.of(one.name))
end

--- GET /admin/tables/:table/new
function pages.new(ctx)
  local one, catalog = one_of(ctx, "may_insert")
  if not one then return nil, catalog end
  return draw(ctx, catalog, one, { start = { [one.mall or ""] = one.mall ~= "id" and ctx.mall.id or nil } })
end

-- A picker's search, and taking what it found, are steps within the form: nothing is saved, what was typed stays.
local function step(one, sent)
  local column, value = (sent.take or ""):match "^([^=]+)=(.*)$"
  if column and one.by_name[column] then
    sent["c." .. column], sent["n." .. column] = value, nil
    return { typed = sent }
  end
  if sent.pick and one.by_name[sent.pick] then return { typed = sent, searched = sent.pick } end
end

--- POST /admin/tables/:table/new
function pages.create(ctx)
  local one, catalog = one_of(ctx, "may_insert")
  if not one then return nil, catalog end
  local sent = single(ctx.form_fields)
  local halfway = step(one, sent)
  if halfway then return draw(ctx, catalog, one, halfway) end
  local given = { typed = sent }
  local values, errors = form.read(one, sent, true)
  local why, wrong = ctx:form(forms.why)
  if errors or not why then
    given.errors, given.problem = errors, wrong and wrong.why
    return draw(ctx, catalog, one, given, 422)
  end
  local change, refused = change_row.insert(ctx, one, values, why.why)
  if change then return saved(ctx, one, change, "행을 만들었어요.") end
  local status = take(catalog, one, refused, given)
  if not status then return nil, refused end
  return draw(ctx, catalog, one, given, status)
end

--- GET /admin/tables/:table/edit?key=
function pages.edit(ctx)
  local one, catalog, row = row_of(ctx, "may_update")
  if not one then return nil, catalog end
  return draw(ctx, catalog, one, { row = row })
end

--- POST /admin/tables/:table/edit
function pages.save(ctx)
  local one, catalog, row = row_of(ctx, "may_update")
  if not one then return nil, catalog end
  local sent = single(ctx.form_fields)
  local given = step(one, sent) or { typed = sent }
  -- what was typed on top of an older row must not come out on top of the present one unseen
  given.row, given.conflict = row, sent.version ~= row.version or nil
  if sent.pick or sent.take then return draw(ctx, catalog, one, given) end
  local values, errors = form.read(one, sent, false)
  local why, wrong = ctx:form(forms.why)
  if errors or not why then
    given.errors, given.problem = errors, wrong and wrong.why
    return draw(ctx, catalog, one, given, 422)
  end
  local change, refused = change_row.update(ctx, catalog, one, row.key, sent.version or "", values, why.why)
  if change then return saved(ctx, one, change, "저장했어요.") end
  local status = take(catalog, one, refused, given)
  if not status then return nil, refused end
  return draw(ctx, catalog, one, given, status)
end

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
    page = { title = title .. " 지우기 · " .. one.name, crumbs = { { name = "데이터", url = "/admin/tables" },
      { name = one.name, url = address.of(one.name) }, { name = title, url = address.row(one.name, row.key) },
      { name = "지우기" } } },
  }, status)
end

--- GET /admin/tables/:table/delete?key=
function pages.ask(ctx)
  local one, catalog, row = row_of(ctx, "may_delete")
  if not one then return nil, catalog end
  return ask(ctx, catalog, one, row)
end

--- POST /admin/tables/:table/delete
function pages.delete(ctx)
  local one, catalog, row = row_of(ctx, "may_delete")
  if not one then return nil, catalog end
  local why, wrong = ctx:form(forms.why)
  if not why then return ask(ctx, catalog, one, row, wrong.why, 422) end
  local change, refused = change_row.delete(ctx, catalog, one, row.key, single(ctx.form_fields).version or "", why.why)
  if change then
    local along = change.along > 0 and ("행과 딸린 행 %d개를 지웠어요."):format(change.along)
    return saved(ctx, one, change, along or "행을 지웠어요.")
  end
  if refused.code == "table.refused" then
    return ask(ctx, catalog, one, row, select(2, relation.sentence(catalog, one, refused)), 422)
  elseif refused.code == "table.gone" or refused.code == "staff.forbidden" then
    return nil, refused
  end
  return ask(ctx, catalog, one, refused.row or row, ctx:sentence(refused), 409)
end

return pages
