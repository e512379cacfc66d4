-- Settlements in the back office: what differs and nobody has explained comes first, then how a period came out, as a
-- picture and day by day, and the same as a file.

local forms = require "payment.settlement.forms"
local differences = require "payment.settlement.difference.store"
local settlements = require "payment.rules.settlements"
local states = require "payment.rules.states"
local store = require "payment.settlement.store"
local clock = require "shared.clock"
local sheet_writer = require "shared.sheet_writer"
local record_audit = require("flows.record_audit").run
local rematch_settlements = require "flows.rematch_settlements"
local take_settlements = require "flows.take_settlements"

local pages = {}

local URL, SHOWN, DAYS = "/admin/settlements", 100, 30

local function read_day(typed)
  local year, month, day = tostring(typed or ""):match "^(%d%d%d%d)%-(%d%d)%-(%d%d)$"
  if not year then return nil end
  local at = clock.at(tonumber(year), tonumber(month), tonumber(day))
  return clock.day(at) == typed and typed or nil
end

-- What is looked at: the last month unless told.
local function asked(ctx)
  local now, known = clock.now(), {}
  for _, one in ipairs(states.provider_options) do known[one.value] = true end
  local to = read_day(ctx.args.to) or clock.day(now)
  local from = read_day(ctx.args.from) or clock.day(clock.start_of_day(now, -DAYS))
  if from > to then from, to = to, from end
  return { from = from, to = to, provider = known[ctx.args.provider] and ctx.args.provider or nil }
end

local function query_of(ask)
  return ("?from=%s&to=%s%s"):format(ask.from, ask.to, ask.provider and "&provider=" .. ask.provider or "")
end

local function differences_of(mall_id)
  local list = {}
  for i, one in ipairs(differences.list(mall_id, SHOWN)) do
    list[i] = { id = one.id, day = one.day, provider = states.provider(one.provider), what = settlements.words[one.what],
      reference = one.reference, url = one.payment_id and "/admin/payments/" .. one.payment_id or nil, ours = one.ours,
      theirs = one.theirs, is_open = one.explained_at == nil, note = one.note, by = one.explained_by }
  end
  return list
end

local function days_of(rows)
  local list = {}
  for i, row in ipairs(rows) do
    list[i] = { day = row.day, provider = states.provider(row.provider), lines = row.lines, gross = row.gross,
      returned = row.returned, expected = row.expected, charged = row.charged, net = row.net, paid_out = row.paid_out }
  end
  return list
end

local function page(ctx, form, status)
  local ask = asked(ctx)
  local rows = store.days(ctx.mall.id, ask.from, ask.to, ask.provider)
  local may = ctx.staff.can "orders.write"
  return ctx:render("payment/settlements", { differences = differences_of(ctx.mall.id),
    open = differences.count_open(ctx.mall.id), unmatched = may and differences.count_unmatched(ctx.mall.id) or 0,
    days = days_of(rows), total = settlements.total(rows), chart = settlements.chart(settlements.by_day(rows)), ask = ask,
    providers = states.provider_options, may_write = may,
    csv = URL .. "/days.csv" .. query_of(ask), form = form or { values = {}, errors = {} },
    actions = may and { { label = "정산 내역 올리기", url = URL .. "/files", icon = "upload", main = true } } or nil,
    page = { title = "정산", crumbs = { { name = "결제", url = "/admin/payments" }, { name = "정산" } } } }, status)
end

--- GET /admin/settlements
function pages.show(ctx) return page(ctx) end

local COLUMNS = { { title = "매출일" }, { title = "결제사" }, { title = "건수" }, { title = "결제 금액" }, { title = "취소 금액" },
  { title = "계약 수수료" }, { title = "청구 수수료" }, { title = "정산금액" }, { title = "지급일이 된 금액" } }

--- GET the days as a file.
function pages.days(ctx)
  local ask = asked(ctx)
  local rows = days_of(store.days(ctx.mall.id, ask.from, ask.to, ask.provider))
  local bytes = sheet_writer.make("csv", "정산", COLUMNS, rows, function(row)
    return { row.day, row.provider, row.lines, row.gross, row.returned, row.expected or "", row.charged, row.net,
      row.paid_out }
  end)
  record_audit(ctx, "settlement.export", { kind = "list", id = "settlements", changes = { rows = { after = #rows },
    query = { after = query_of(ask) } } })
  return ctx:download(bytes, sheet_writer.TYPES.csv, ("정산-%s-%s.csv"):format(ask.from, ask.to))
end

--- POST how a difference is explained.
function pages.explain(ctx)
  local values, errors = ctx:form(forms.explain)
  if not values then return page(ctx, { values = {}, errors = errors }, 422) end
  local done, refused = take_settlements.explain(ctx, values.id, values.note)
  if not done then return nil, refused end
  ctx:flash("ok", "확인한 것으로 적었어요.")
  return ctx:redirect(URL)
end

--- POST: look again for the payments of rows that nobody knew.
function pages.rematch(ctx)
  local done, refused = rematch_settlements.by_hand(ctx)
  if not done then return nil, refused end
  local left = differences.count_unmatched(ctx.mall.id)
  local found = done.matched > 0 and ("%d개 줄의 결제를 찾아 맞췄어요."):format(done.matched) or "새로 찾은 결제가 없어요."
  ctx:flash("ok", found .. (left > 0 and (" 아직 결제를 찾지 못한 줄이 %d개 있어요."):format(left) or ""))
  return ctx:redirect(URL)
end

return pages
