-- The tables as pages of the back office: what there is, lists of rows, one row with what it refers to and what refers to
-- it.

local address = require "relation.rules.address"
local books = require "relation.rules.books"
local check_invariants = require "flows.check_invariants"
local csv = require "shared.csv"
local forms = require "relation.forms"
local listing = require "relation.rules.listing"
local named = require "relation.named"
local open_row = require "flows.open_row"
local record_audit = require "flows.record_audit"
local relation = require "relation"
local sheet = require "relation.rules.sheet"
local trail = require "relation.rules.trail"
local view = require "relation.rules.view"

local pages = {}

local PAGE, LONGEST = 50, 200
-- Rows are counted no further than this.
local COUNTED, REFERRING = 10000, 1000
-- Rows of a file that are asked for at once, and how large it may become: 16 MB.
local AT_ONCE, LARGEST = 500, 16 * 1024 * 1024

local function about(one)
  return { name = one.name, comment = one.comment, url = address.of(one.name), columns = #one.columns,
    writable = one.may_update or one.may_delete or one.may_insert,
    history_url = address.of(one.name, "history"), new_url = one.may_insert and address.of(one.name, "new") or nil }
end

--- GET /admin/tables
function pages.index(ctx)
  local catalog, estimates = relation.catalog(), relation.estimates()
  local words = type(ctx.args.q) == "string" and ctx.args.q:lower() or ""
  local list = {}
  for _, one in ipairs(catalog.list) do
    if one.name:find(words, 1, true) then
      local shown = about(one)
      shown.rows = estimates[one.name] or 0
      list[#list + 1] = shown
    end
  end
  return ctx:render("relation/index", { tables = list, words = words, count = #catalog.list,
    newest = trail.of(catalog, relation.newest(8)),
    page = { title = "데이터" } })
end

-- Rows of the mall that is worked on, unless those of all are asked for.
local function asked_of(ctx, one)
  local asking = listing.read(one, ctx.args)
  local mall_id = one.mall and one.name ~= "mall" and not asking.every_mall and ctx.mall.id or nil
  return asking, { mall_id = mall_id, filters = asking.filters, order = asking.order, after = asking.after, limit = PAGE,
    columns = one.columns, longest = LONGEST }
end

--- GET /admin/tables/:table
function pages.list(ctx)
  local one, catalog = named.table(ctx)
  if not one then return nil, catalog end
  local asking, asked = asked_of(ctx, one)
  local page = relation.page(catalog, one, asked)
  if page.restarted then ctx:flash("error", "이어 볼 행이 사라져 처음부터 보여 드려요.") end
  local shown = view.list(catalog, one, asking, page)
  local count = relation.count(one, asked, COUNTED)
  shown.table, shown.count, shown.more_than = about(one), count, count >= COUNTED or nil
  shown.export_url = address.of(one.name, "export", listing.query(asking))
  if one.mall and one.name ~= "mall" then
    shown.malls_url = address.of(one.name, nil, listing.query(asking, { every_mall = not asking.every_mall }))
    shown.mall_name = not asking.every_mall and ctx.mall.name or nil
  end
  shown.keyless = not one.key or nil
  shown.page = { title = one.name, crumbs = named.crumbs(one) }
  return ctx:render("relation/list", shown)
end

-- The lines of a list, piece by piece; how many, and whether that was all.
local function write_lines(catalog, one, asked)
  local parts, size, count = { csv.BOM, sheet.head(one, csv.line) }, 0, 0
  asked.limit, asked.longest, asked.after = AT_ONCE, LARGEST, nil
  repeat
    local page = relation.page(catalog, one, asked)
    local part = sheet.lines(one, page.rows, csv.line)
    parts[#parts + 1], size, count = part, size + #part, count + #page.rows
    asked.after = page.more and page.rows[#page.rows].key or nil
  until not asked.after or size > LARGEST
  return table.concat(parts), count, asked.after == nil
end

--- GET /admin/tables/:table/export: the same list as a file, with what is hidden hidden there too.
function pages.export(ctx)
  local one, catalog = named.table(ctx)
  if not one then return nil, catalog end
  local asking, asked = asked_of(ctx, one)
  local lines, count, whole = write_lines(catalog, one, asked)
  record_audit.run(ctx, "table.export", { kind = one.name, changes = { rows = count } })
  if not whole then
    ctx:flash("error", "너무 커서 파일로 받을 수 없어요. 조건을 좁혀 주세요.")
    return ctx:redirect(address.of(one.name, nil, listing.query(asking)))
  end
  return ctx:download(lines, "text/csv; charset=utf-8", one.name .. ".csv")
end

-- What refers to a row, with how many there are and where they are listed.
local function referrers_of(catalog, one, row)
  local counts, list = relation.count_referrers(one, row.key, REFERRING), {}
  for i, reference in ipairs(one.referrers) do
    local child = catalog.by_name[reference.table]
    local filters = view.filters_to(one, reference, row.cells)
    list[i] = { table = child.name, columns = table.concat(reference.columns, ", "), count = counts[i],
      more_than = counts[i] >= REFERRING or nil, on_delete = reference.on_delete,
      url = filters and address.of(child.name, nil, listing.query { filters = filters, order = {}, every_mall = true }) }
  end
  return list
end

--- One row as its page shows it.
---@param ctx context
---@param catalog relation.catalog
---@param one relation.table
---@param row relation.row
---@param unmasked boolean|nil
local function show(ctx, catalog, one, row, unmasked)
  local values, masked = {}, false
  for i, column in ipairs(one.columns) do
    values[i] = view.cell(catalog, one, column, row, unmasked)
    values[i].name, values[i].type, values[i].comment = column.name, column.type, column.comment
    masked = masked or values[i].kind == "masked"
  end
  local title = view.title(one, row)
  return ctx:render("relation/row", { table = about(one), title = title, values = values,
    referrers = referrers_of(catalog, one, row), key = address.key(row.key), url = address.row(one.name, row.key),
    unmask = masked and ctx.staff.can "members.unmask" or nil, unmasked = unmasked or nil,
    check_url = one.of_books and ctx:url "admin.checks" or nil,
    edit_url = one.may_update and address.row(one.name, row.key, "edit") or nil,
    delete_url = one.may_delete and address.row(one.name, row.key, "delete") or nil,
    history_url = address.row(one.name, row.key, "history"),
    changes = trail.of(catalog, relation.history(one, row.key, nil, 5), one),
    page = { title = title .. " · " .. one.name, crumbs = named.crumbs(one, title) } })
end

--- GET /admin/tables/:table/row?key=
function pages.row(ctx)
  local one, catalog, row = named.row(ctx)
  if not one then return nil, catalog end
  return show(ctx, catalog, one, row)
end

--- POST /admin/tables/:table/row: the same with the personal data in it, for a reason that is written down first.
function pages.unmask(ctx)
  local one, catalog, row = named.row(ctx)
  if not one then return nil, catalog end
  local why = ctx:form(forms.unmask)
  if not why then
    ctx:flash("error", "사유를 두 글자 이상 적어 주세요.")
    return ctx:redirect(address.row(one.name, row.key))
  end
  local opened, forbidden = open_row.run(ctx, one, row, why.why)
  if not opened then return nil, forbidden end
  return show(ctx, catalog, one, row, true)
end

--- GET /admin/tables/:table/offers?column=&q=&mall_id=
function pages.offers(ctx)
  local one, catalog = named.table(ctx)
  local args = ctx.args
  local column = one and type(args.column) == "string" and one.by_name[args.column]
  if not column or not column.picks then return ctx:json({ offers = {} }, 404) end
  local mall_id = type(args.mall_id) == "string" and args.mall_id:match "^%x+%-%x+%-%x+%-%x+%-%x+$"
  return ctx:json { offers = view.offers(catalog, column, relation.offers(catalog, column,
    { words = type(args.q) == "string" and args.q:sub(1, 100) or nil, mall_id = mall_id or ctx.mall.id, limit = 20 })) }
end

--- GET /admin/checks: what `sijang check` says.
function pages.check(ctx)
  return ctx:render("relation/check", { results = books.shown(check_invariants.run()),
    page = { title = "장부 확인", crumbs = named.crumbs(nil, "장부 확인") } })
end

return pages
