-- Tracking numbers by the sheet, in the back office: what is to be sent as a file, the file back with its numbers, what it
-- would do, and what came of each line.

local json = require "json"
local shipment = require "shipment"
local store = require "shipment.sheet.store"
local clock = require "shared.clock"
local korean = require "shared.korean"
local sheet_writer = require "shared.sheet_writer"
local carry_invoices = require "flows.carry_invoices"
local record_audit = require("flows.record_audit").run

local pages = {}

local URL, TITLE, SHOWN, RECENT = "/admin/invoices", "송장 일괄 등록", 500, 20

local COLUMNS = {
  { title = "구분", kind = "text", width = 8 },
  { title = "주문번호", kind = "text", width = 18 }, { title = "줄", kind = "number", width = 6 },
  { title = "SKU 코드", kind = "text", width = 18 }, { title = "상품", kind = "text", width = 36 },
  { title = "옵션", kind = "text", width = 18 }, { title = "보낼 수량", kind = "number", width = 10 },
  { title = "택배사", kind = "text", width = 14 }, { title = "송장번호", kind = "text", width = 18 },
  { title = "받는 분", kind = "text", width = 12 }, { title = "연락처", kind = "text", width = 16 },
  { title = "우편번호", kind = "text", width = 10 }, { title = "주소", kind = "text", width = 44 },
  { title = "배송 메모", kind = "text", width = 30 },
}

local function crumbs(last)
  return { { name = "주문", url = "/admin/orders" }, { name = TITLE, url = last and URL or nil }, last and { name = last }
    or nil }
end

local function choices_of(ctx)
  local list = {}
  for i, one in ipairs(shipment.choices(ctx.mall.id)) do list[i] = { value = one.code, label = one.name } end
  return list
end

local function show(ctx, made, status)
  made.recent, made.carriers = store.sheets(ctx.mall.id, RECENT), choices_of(ctx)
  made.form = made.form or { values = {} }
  made.problems = made.problems or {}
  made.may = { write = ctx.staff.can "orders.write", unmask = ctx.staff.can "members.unmask" }
  made.page = { title = TITLE, crumbs = crumbs() }
  return ctx:render("shipment/sheets", made, status)
end

function pages.list(ctx) return show(ctx, {}) end

--- GET what is to be sent, with where it goes: to be filled in and sent back.
function pages.download(ctx)
  local kind = ctx.params.name:match "^to%-ship%.(%l+)$"
  if not sheet_writer.TYPES[kind] then return ctx:not_found() end
  local usual = shipment.choices(ctx.mall.id)[1]
  local rows = store.to_ship(ctx.mall.id, ctx.args.fresh == "1")
  local bytes, message = sheet_writer.make(kind, "보낼 상품", COLUMNS, rows, function(row)
    return { row.is_exchange and "교환" or "주문", row.number, row.position, row.sku_code, row.product_name, row.sku_label,
      row.qty, usual and usual.name or "", "", row.recipient_name, korean.show_phone(row.recipient_phone), row.postcode,
      row.address1 .. (row.address2 ~= "" and ", " .. row.address2 or ""), row.memo }
  end)
  if not bytes then return nil, { code = "web.failed", message = message } end
  record_audit(ctx, "order.to_ship", { kind = "list", id = "to_ship", changes = { rows = { after = #rows } } })
  return ctx:download(bytes, sheet_writer.TYPES[kind], ("보낼 상품-%s.%s"):format(clock.day(clock.now()), kind))
end

local function complain(ctx, sentence, values)
  return show(ctx, { form = { values = values, errors = { file = sentence } } }, 422)
end

--- POST a file.
function pages.upload(ctx)
  local sent, usual = (ctx.req:files().file or {})[1], ctx.form_fields.carrier
  local values = { carrier = type(usual) == "string" and usual or nil }
  if not sent or sent.size == 0 then return complain(ctx, "파일을 골라 주세요.", values) end
  local plan, fault = carry_invoices.read(ctx, sent, values.carrier)
  if not plan then return complain(ctx, ctx:sentence(fault), values) end
  if plan.known then ctx:flash("ok", "이미 올린 파일이에요. 그때의 결과를 보여 드려요.") end
  if plan.id then return ctx:redirect(URL .. "/" .. plan.id) end
  if #plan.problems == 0 then return complain(ctx, "송장번호가 적힌 줄이 없어요. 적은 파일이 맞는지 확인해 주세요.", values) end
  local problems = {}
  for i = 1, math.min(#plan.problems, SHOWN) do problems[i] = plan.problems[i] end
  return show(ctx, { problems = problems, problem_count = #plan.problems, file_name = sent.filename,
    form = { values = values } }, 422)
end

local function is_id(id) return #id == 36 and id:find "^%x+%-%x+%-%x+%-%x+%-%x+$" end

local STATES = { waiting = { label = "등록 전", tone = "wait" }, done = { label = "등록했어요", tone = "good" },
  same = { label = "이미 있어요", tone = "plain" }, failed = { label = "못 했어요", tone = "bad" } }

local function what_of(row)
  if row.claim_number then return "상품 모두" end
  return row.position and ("%d번째 상품%s"):format(row.position, row.qty and " " .. row.qty .. "개" or "") or "남은 상품 모두"
end

local function rows_of(ctx, found)
  local rows = {}
  for i, row in ipairs(store.sheet_rows(ctx.mall.id, found.id, SHOWN)) do
    local problem = row.problem ~= "" and json.decode(row.problem)
    rows[i] = { line = row.line, number = row.claim_number or row.order_number,
      url = row.claim_id and "/admin/claims/" .. row.claim_id or "/admin/orders/" .. row.order_number,
      carrier = row.carrier_name, invoice = shipment.show_number(row.number), badge = STATES[row.status],
      what = what_of(row), exchange = row.claim_number ~= nil or nil,
      problem = problem and ctx:sentence(problem) or nil }
  end
  return rows
end

local function show_sheet(ctx, found, problem, status)
  local counts = store.sheet_counts(ctx.mall.id, found.id)
  return ctx:render("shipment/sheet", {
    sheet = { id = found.id, file_name = found.file_name, actor = found.actor, status = found.status,
      dispatch = found.dispatch,
      at = found.done_at or found.created_at, counts = counts,
      total = counts.waiting + counts.done + counts.same + counts.failed },
    rows = rows_of(ctx, found), problem = problem, url = URL .. "/" .. found.id, may_write = ctx.staff.can "orders.write",
    page = { title = TITLE, crumbs = crumbs(found.file_name) },
  }, status)
end

--- GET what a sheet would do, does, or has done.
function pages.show(ctx)
  local found = is_id(ctx.params.id) and store.sheet_of(ctx.mall.id, ctx.params.id)
  if not found then return ctx:not_found() end
  return show_sheet(ctx, found)
end

--- POST: carry it out.
function pages.carry_out(ctx)
  local found = is_id(ctx.params.id) and store.sheet_of(ctx.mall.id, ctx.params.id)
  if not found then return ctx:not_found() end
  local begun, fault = carry_invoices.begin(ctx, found.id, ctx.form_fields.dispatch == "1")
  if not begun then
    if fault.code == "staff.forbidden" then return nil, fault end
    return show_sheet(ctx, store.sheet_of(ctx.mall.id, found.id), ctx:sentence(fault), 409)
  end
  if begun.later then
    ctx:flash("ok", "줄이 많아 뒤에서 등록하고 있어요. 이 쪽을 새로 열면 어디까지 했는지 보여요.")
  else
    local counts = store.sheet_counts(ctx.mall.id, found.id)
    ctx:flash(counts.failed > 0 and "error" or "ok", counts.failed > 0
      and ("%d줄을 등록했고 %d줄은 못 했어요."):format(counts.done + counts.same, counts.failed)
      or ("%d줄을 등록했어요."):format(counts.done + counts.same))
  end
  return ctx:redirect(URL .. "/" .. found.id)
end

return pages
