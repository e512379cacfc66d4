-- The deposits desk: what came to the mall's own account, statements to take over, and one deposit to decide about.

local forms = require "payment.deposit.forms"
local grid = require "payment.deposit.grid"
local lanes = require "payment.rules.lanes"
local seal = require "payment.deposit.seal"
local store = require "payment.deposit.store"
local clock = require "shared.clock"
local korean = require "shared.korean"
local record_audit = require("flows.record_audit").run
local show_grid = require("flows.show_grid").run
local take_deposits = require "flows.take_deposits"
local work_deposit = require("flows.work_deposit").run

local pages = {}

local URL, FILES, SHOWN, RECENT = "/admin/deposits", "/admin/deposits/files", 500, 20

local function crumbs(last, between)
  return { { name = "입금", url = URL }, between, { name = last } }
end

function pages.list(ctx)
  local mall_id = ctx.mall.id
  local actions = ctx.staff.can "orders.write" and { { label = "거래내역 올리기", url = FILES, icon = "upload",
    main = true },
    { label = "입금 적기", url = URL .. "/new", icon = "plus" } } or nil
  return show_grid(ctx, grid, { rows = function(ask) return store.list(mall_id, ask) end,
    count = function(ask) return store.count(mall_id, ask) end, all = function(ask) return store.all(mall_id, ask) end },
    { title = "입금", text = "가게 계좌로 들어온 돈이에요. 금액과 이름이 한 주문과 맞으면 저절로 반영돼요.", actions = actions })
end

local function files_page(ctx, form, status)
  local recent = {}
  for i, file in ipairs(store.files(ctx.mall.id, RECENT)) do
    recent[i] = { id = file.id, name = file.name, account = file.account ~= "" and file.account or nil, actor = file.actor,
      at = file.created_at, taken = file.taken }
  end
  return ctx:render("payment/files", { form = form, recent = recent,
    page = { title = "거래내역 올리기", crumbs = crumbs "거래내역 올리기" } }, status)
end

function pages.files(ctx) return files_page(ctx, { values = {}, errors = {} }) end

--- POST a statement.
function pages.upload(ctx)
  local sent = (ctx.req:files().file or {})[1]
  if not sent or sent.size == 0 then
    return files_page(ctx, { values = {}, errors = { file = "파일을 골라 주세요." } }, 422)
  end
  local kept, refused = take_deposits.read(ctx, sent)
  if kept then return ctx:redirect(FILES .. "/" .. kept.id) end
  if refused.code:find "^staff%." or refused.code:find "^db%." then return nil, refused end
  return files_page(ctx, { values = {}, errors = { file = ctx:sentence(refused) } }, 422)
end

local function preview_of(file, mall_id)
  local rows, sums = {}, { new = 0, matched = 0, open = 0, known = 0, amount = 0 }
  for i, row in ipairs(take_deposits.preview(mall_id, file)) do
    local badge = row.known and { label = "이미 적힌 입금", tone = "plain" } or lanes.lanes[row.lane]
    local what = row.known and "known" or row.number and "matched" or "open"
    sums[what] = sums[what] + 1
    if not row.known then sums.new, sums.amount = sums.new + 1, sums.amount + row.amount end
    if i <= SHOWN then
      rows[i] = { line = row.line, at = row.at, depositor = korean.mask_name(row.depositor), amount = row.amount,
        badge = badge,
        number = row.number, candidates = not row.known and not row.number and table.concat(row.candidates, ", ") or nil }
    end
  end
  return rows, sums
end

--- GET what a statement would do, or has done.
function pages.file(ctx)
  local file = store.file(ctx.mall.id, ctx.params.id)
  if not file then return ctx:not_found() end
  local rows, sums = {}, file.taken
  if not file.taken_at then rows, sums = preview_of(file, ctx.mall.id) end
  return ctx:render("payment/file", { file = { name = file.name, account = file.account ~= "" and file.account or nil,
    actor = file.actor, at = file.taken_at or file.created_at, taken = file.taken_at ~= nil }, rows = rows, sums = sums,
    problems = file.rows.problems, skipped = file.rows.skipped, url = FILES .. "/" .. file.id, desk = URL .. "?state=open",
    page = { title = file.name, crumbs = crumbs(file.name, { name = "거래내역 올리기", url = FILES }) } })
end

--- POST: take it over.
function pages.take(ctx)
  local taken, refused = take_deposits.carry_out(ctx, ctx.params.id)
  if not taken then return nil, refused end
  ctx:flash("ok", ("새 입금 %d건 중 %d건을 주문에 반영했어요. 확인할 것은 %d건이에요."):format(taken.new, taken.matched, taken.open))
  return ctx:redirect(taken.open > 0 and URL .. "?state=open" or URL)
end

local function new_page(ctx, form, status)
  return ctx:render("payment/new_deposit", { form = form, page = { title = "입금 적기",
    crumbs = crumbs "입금 적기" } }, status)
end

function pages.new(ctx) return new_page(ctx, { values = { date = clock.day(clock.now()) }, errors = {} }) end

--- POST a deposit that somebody saw.
function pages.add(ctx)
  local values, errors, typed = ctx:form(forms.add)
  if not values then return new_page(ctx, { values = typed, errors = errors }, 422) end
  local year, month, day = values.date:match "(%d+)-(%d+)-(%d+)"
  local hour, minute = values.time:match "(%d+):(%d+)"
  local at = clock.at(tonumber(year), tonumber(month), tonumber(day), tonumber(hour or 0), tonumber(minute or 0))
  local done, refused = take_deposits.add(ctx, { at = at, timed = hour ~= nil, amount = values.amount,
    depositor = values.depositor, memo = values.memo })
  if not done then
    if refused.code ~= "deposit.known" then return nil, refused end
    return new_page(ctx, { values = typed, errors = { amount = ctx:sentence(refused) } }, 422)
  end
  if done.number then ctx:flash("ok", ("주문 %s의 입금으로 반영했어요."):format(done.number)) end
  return ctx:redirect(URL .. "/" .. done.id)
end

local function facts_of(found, account)
  return { { label = "보낸 분", text = found.depositor }, { label = "금액", won = found.amount },
    { label = "입금일시", at = found.at }, { label = "적요", text = found.memo },
    { label = "주문", link = found.number and { label = found.number, url = "/admin/orders/" .. found.number } },
    { label = "사유", text = found.reason }, { label = "처리", text = found.actor, note = nil },
    { label = "돌려줄 계좌", text = account and ("%s %s %s"):format(account.bank, account.number, account.holder) } }
end

local function detail(ctx, found, form, status)
  local may = ctx.staff.can "orders.write"
  local acts = {}
  for _, act in ipairs(may and lanes.acts[found.state] or {}) do acts[act] = true end
  local candidates = {}
  for i, number in ipairs(found.candidates) do candidates[i] = { number = number, url = "/admin/orders/" .. number } end
  form = form or { values = { number = found.candidates[1] }, errors = {} }
  return ctx:render("payment/deposit", { deposit = { amount = found.amount, version = found.version,
    state = lanes.states[found.state], lane = found.state == "open" and lanes.lanes[found.lane] or nil },
    facts = facts_of(found, may and seal.open(ctx.mall.id, found.id, found.sealed) or nil),
    candidates = found.state == "open" and candidates or {}, acts = acts, form = form, action = URL .. "/" .. found.id,
    page = { title = "입금 " .. korean.mask_name(found.depositor), crumbs = crumbs(korean.mask_name(found.depositor)) } },
      status)
end

function pages.show(ctx)
  local found = store.get(ctx.mall.id, ctx.params.id)
  if not found then return ctx:not_found() end
  record_audit(ctx, "deposit.view", { kind = "deposit", id = found.id })
  return detail(ctx, found)
end

-- Which field a refusal is about.
local FIELDS = { ["order.not_found"] = "number", ["deposit.no_transfer"] = "number", ["deposit.differs"] = "reason",
  ["deposit.reason"] = "reason", ["deposit.account"] = "account", ["stock.sold_out"] = "number",
    ["order.guarded"] = "number" }

--- POST a decision.
function pages.work(ctx)
  local found = store.get(ctx.mall.id, ctx.params.id)
  if not found then return ctx:not_found() end
  local values, errors, typed = ctx:form(forms.work)
  if not values then return detail(ctx, found, { values = typed, errors = errors }, 422) end
  local done, refused = work_deposit(ctx, found.id, values.act, values)
  if not done then
    local field = FIELDS[refused.code]
    if not field then return nil, refused end
    return detail(ctx, found, { values = typed, errors = { [field] = ctx:sentence(refused) } }, 422)
  end
  ctx:flash("ok", done.number and ("주문 %s의 입금으로 반영했어요."):format(done.number) or "처리했어요.")
  return ctx:redirect(values.act == "assign" and URL .. "?state=open" or URL .. "/" .. found.id)
end

return pages
