-- Prices and stock by the sheet, in the back office: the list as a file, the file back, what it would change, and the way
-- back from what it changed.

local list = require "catalog.list.store"
local rules = require "catalog.bulk.rules"
local store = require "catalog.bulk.store"
local clock = require "shared.clock"
local sheet_writer = require "shared.sheet_writer"
local change_goods = require "flows.change_goods"

local pages = {}

local URL, TITLE, SHOWN, RECENT = "/admin/goods-sheets", "가격·재고 일괄 수정", 500, 20

local function crumbs(last)
  return { { name = "상품", url = "/admin/products" }, { name = TITLE, url = last and URL or nil },
    last and { name = last } or nil }
end

local function show(ctx, made, status)
  made.categories, made.recent = list.categories(ctx.mall.id), store.recent(ctx.mall.id, RECENT)
  made.form = made.form or { values = {} }
  made.problems = made.problems or {}
  made.page = { title = TITLE, crumbs = crumbs() }
  return ctx:render("catalog/sheets", made, status)
end

function pages.list(ctx) return show(ctx, {}) end

--- GET the list as it is now: "xlsx" or "csv", of one category when asked.
function pages.download(ctx)
  local kind, category = ctx.params.name:match "^goods%.(%l+)$", ctx.args.category_id
  if kind ~= "xlsx" and kind ~= "csv" then return ctx:not_found() end
  local known = false
  for _, one in ipairs(list.categories(ctx.mall.id)) do known = known or one.value == category end
  local skus = store.skus(ctx.mall.id, known and category or nil)
  local bytes, message = sheet_writer.make(kind, "가격과 재고", rules.COLUMNS, skus, rules.line)
  if not bytes then return nil, { code = "web.failed", message = message } end
  return ctx:download(bytes, sheet_writer.TYPES[kind], ("goods-%s.%s"):format(clock.day(clock.now()), kind))
end

--- POST a file.
function pages.upload(ctx)
  local sent = (ctx.req:files().file or {})[1]
  if not sent or sent.size == 0 then
    return show(ctx, { form = { values = {}, errors = { file = "파일을 골라 주세요." } } }, 422)
  end
  local plan, fault = change_goods.read(ctx, sent)
  if not plan then return show(ctx, { form = { values = {}, errors = { file = ctx:sentence(fault) } } }, 422) end
  if plan.id then return ctx:redirect(URL .. "/" .. plan.id) end
  if #plan.problems == 0 then
    return show(ctx, { form = { values = {}, errors = { file = "바뀐 값이 없어요. 고친 파일이 맞는지 확인해 주세요." } } }, 422)
  end
  local problems = {}
  for i = 1, math.min(#plan.problems, SHOWN) do problems[i] = plan.problems[i] end
  return show(ctx, { problems = problems, problem_count = #plan.problems, file_name = sent.filename }, 422)
end

local function is_id(id) return #id == 36 and id:find "^%x+%-%x+%-%x+%-%x+%-%x+$" end

local function rows_of(changes)
  local rows, drops = {}, 0
  for i, change in ipairs(changes) do
    if change.drop then drops = drops + 1 end
    if i <= SHOWN then
      rows[i] = { line = change.line, code = change.code, name = change.name, title = rules.title(change.field),
        old = rules.show(change.field, change.old), new = rules.show(change.field, change.new), drop = change.drop or false }
    end
  end
  -- what is suspicious comes first
  table.sort(rows, function(a, b)
    if a.drop ~= b.drop then return a.drop end
    if a.line ~= b.line then return a.line < b.line end
    return a.title < b.title
  end)
  return rows, drops
end

local function show_sheet(ctx, found, problem, status)
  local rows, drops = rows_of(found.changes)
  return ctx:render("catalog/sheet", {
    sheet = { id = found.id, file_name = found.file_name, actor = found.actor, done = found.status == "done",
      undone = found.undone, is_undo = found.undoes ~= nil, at = found.done_at or found.created_at,
      line_count = found.row_count, count = #found.changes, drops = drops },
    rows = rows, problem = problem, url = URL .. "/" .. found.id, may_write = ctx.staff.can "products.write",
    page = { title = TITLE, crumbs = crumbs(found.file_name) },
  }, status)
end

--- GET what a sheet would change, or has changed.
function pages.show(ctx)
  local found = is_id(ctx.params.id) and store.find(ctx.mall.id, ctx.params.id)
  if not found then return ctx:not_found() end
  return show_sheet(ctx, found)
end

local function settle(ctx, done, fault, said)
  if done then
    ctx:flash("ok", said:format(done.count))
    return ctx:redirect(URL .. "/" .. done.id)
  end
  local found = store.find(ctx.mall.id, ctx.params.id)
  if not found then return nil, fault end
  return show_sheet(ctx, found, ctx:sentence(fault), 409)
end

--- POST: carry it out.
function pages.carry_out(ctx)
  local found = is_id(ctx.params.id) and store.find(ctx.mall.id, ctx.params.id)
  if not found then return ctx:not_found() end
  local _, drops = rows_of(found.changes)
  if drops > 0 and ctx.form_fields.sure ~= "1" then
    return show_sheet(ctx, found, "가격이 절반 넘게 내려가는 줄이 있어요. 확인한 뒤 표시해 주세요.", 422)
  end
  local done, fault = change_goods.carry_out(ctx, found.id)
  return settle(ctx, done, fault, "%d가지를 바꿨어요.")
end

--- POST: take it back.
function pages.undo(ctx)
  if not is_id(ctx.params.id) then return ctx:not_found() end
  local done, fault = change_goods.undo(ctx, ctx.params.id)
  return settle(ctx, done, fault, "%d가지를 되돌렸어요.")
end

return pages
