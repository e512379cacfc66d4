-- The forms of a row: of a new one, and of one that is changed.

local address = require "relation.rules.address"
local change_row = require "flows.change_row"
local open_row = require "flows.open_row"
local form = require "relation.rules.form"
local forms = require "relation.forms"
local named = require "relation.named"
local relation = require "relation"
local view = require "relation.rules.view"

local pages = {}

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
  local fields, errors, masked = form.fields(one, given), {}, false
  for i, column in ipairs(one.columns) do
    if fields[i].error then errors[#errors + 1] = { place = i, name = column.name, text = fields[i].error } end
    masked = masked or row and column.hidden == "personal" and fields[i].control == "fixed"
  end
  return ctx:render("relation/form", {
    table = { name = one.name, url = address.of(one.name), comment = one.comment }, title = title,
    fields = fields, errors = errors, key = row and address.key(row.key) or nil, version = row and row.version or nil,
    problem = given.problem, conflict = given.conflict, why = given.typed and given.typed.why or "",
    open_url = masked and ctx.staff.can "members.unmask" and address.of(one.name, "edit/open") or nil,
    obstacle = not row and form.obstacle(one) or nil, creating = not row or nil,
    unsaved = given.typed and not given.unmasked or nil,
    mall_id = row and mall_of(ctx, one, given) or nil, action = address.of(one.name, row and "edit" or "new"),
    offers_url = address.of(one.name, "offers"),
    cancel_url = row and address.row(one.name, row.key) or address.of(one.name),
    page = { title = title .. " · " .. one.name, crumbs = named.crumbs(one, row and "고치기" or "새 행") },
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
  return ctx:redirect(address.row(one.name, change.key))
end

--- GET /admin/tables/:table/new
function pages.new(ctx)
  local one, catalog = named.table(ctx, "may_insert")
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
  local one, catalog = named.table(ctx, "may_insert")
  if not one then return nil, catalog end
  local sent = named.fields(ctx)
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
  local one, catalog, row = named.row(ctx, "may_update")
  if not one then return nil, catalog end
  return draw(ctx, catalog, one, { row = row })
end

--- POST /admin/tables/:table/edit/open: the same with the personal data in it, for a reason that is written down first.
function pages.open(ctx)
  local one, catalog, row = named.row(ctx, "may_update")
  if not one then return nil, catalog end
  local why = ctx:form(forms.unmask)
  if not why then
    ctx:flash("error", "사유를 두 글자 이상 적어 주세요.")
    return ctx:redirect(address.row(one.name, row.key, "edit"))
  end
  local opened, forbidden = open_row.run(ctx, one, row, why.why)
  if not opened then return nil, forbidden end
  return draw(ctx, catalog, one, { row = row, unmasked = true, typed = { why = why.why } })
end

--- POST /admin/tables/:table/edit
function pages.save(ctx)
  local one, catalog, row = named.row(ctx, "may_update")
  if not one then return nil, catalog end
  local sent = named.fields(ctx)
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

return pages
