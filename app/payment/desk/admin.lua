-- Payments in the back office: the list, one with all that is known of it and what can be done, and what the comparison with
-- the providers found.

local accounts = require "payment.rules.accounts"
local comparison = require "payment.rules.comparison"
local forms = require "payment.desk.forms"
local grid = require "payment.desk.grid"
local hosts = require "payment.rules.receipt_hosts"
local methods = require "payment.rules.methods"
local notices = require "payment.notice.store"
local reconciliation = require "payment.reconciliation.store"
local states = require "payment.rules.states"
local attempts = require "payment.store"
local store = require "payment.desk.store"
local verdict = require "payment.rules.verdict"
local reconcile_payments = require "flows.reconcile_payments"
local show_grid = require("flows.show_grid").run
local work_payment = require("flows.work_payment").run

local pages = {}

local URL = "/admin/payments"
local NOTICE = { received = { label = "기다림", tone = "wait" }, handled = { label = "처리", tone = "good" },
  refused = { label = "거절", tone = "bad" }, parked = { label = "따로 둠", tone = "wait" } }

function pages.list(ctx)
  local mall_id = ctx.mall.id
  return show_grid(ctx, grid, { rows = function(ask) return store.list(mall_id, ask) end,
    count = function(ask) return store.count(mall_id, ask) end, all = function(ask) return store.all(mall_id, ask) end },
    { title = "결제", text = "결제 시도 하나가 한 줄이에요. 확인이 필요한 결제는 돈이 들어왔지만 주문과 맞지 않는 것이에요.",
      actions = { { label = "대사", url = "/admin/reconciliation" } } })
end

local function is_id(id) return #id == 36 and id:find "^%x+%-%x+%-%x+%-%x+%-%x+$" ~= nil end

local function card_of(details)
  local card = details.card
  if type(card) ~= "table" then return nil end
  local months = tonumber(card.installments) or 0
  return ("%s %s %s"):format(card.issuer or "", card.number or "", months > 0 and months .. "개월" or "일시불")
end

-- Of one that is to take no more: whether it does.
local function shut_of(one)
  local said = accounts.say(one)
  if not said then return nil end
  return { label = said.at and "가상계좌 닫음" or "가상계좌", text = said.text, at = said.at, note = said.note }
end

local function facts_of(one)
  local account = one.account_number and ("%s %s %s"):format(one.bank or "", one.account_number, one.account_holder or "")
  local facts = { { label = "주문", link = { label = one.number, url = "/admin/orders/" .. one.number } },
    { label = "결제사", text = states.provider(one.provider) }, { label = "수단", text = methods.label(one.method) },
    { label = "금액", won = one.amount }, { label = "받은 금액", won = one.captured_amount },
    { label = "돌려준 금액", won = one.returned_amount }, { label = "까닭", text = one.problem_text
      or verdict.say(one.problem) },
    { label = "거래번호", text = one.transaction_id }, { label = "카드", text = card_of(one.details) },
    { label = "계좌", text = account }, { label = "입금기한", at = one.due_at }, { label = "시작",
      at = one.created_at },
    { label = "결제", at = one.paid_at } }
  facts[#facts + 1] = shut_of(one)
  return facts
end

local function detail(ctx, one, form, status)
  local events, told = {}, {}
  for i, event in ipairs(store.events(ctx.mall.id, one.order_id, one.id)) do
    events[i] = { label = states.badges[event.to_status].label, at = event.at, who = states.who(event.actor),
      note = event.cause ~= "" and event.cause or nil }
  end
  for i, notice in ipairs(notices.about(ctx.mall.id, one.reference)) do
    told[i] = { at = notice.received_at, badge = NOTICE[notice.state], outcome = notice.outcome, times = notice.times,
      address = notice.address }
  end
  return ctx:render("payment/payment", { reference = one.reference, badge = states.badges[one.status], facts = facts_of(one),
    events = events, notices = told, acts = ctx.staff.can "orders.write" and states.acts(one) or {}, action = URL .. "/"
      .. one.id,
    receipt = hosts.link(one.provider, one.details.receipt_url), form = form or { values = {},
      errors = {} },
    page = { title = one.reference, crumbs = { { name = "결제", url = URL }, { name = one.reference } } } }, status)
end

function pages.show(ctx)
  local one = is_id(ctx.params.id) and attempts.by_id(ctx.mall.id, ctx.params.id)
  if not one then return ctx:not_found() end
  return detail(ctx, one)
end

--- POST a decision.
function pages.work(ctx)
  local one = is_id(ctx.params.id) and attempts.by_id(ctx.mall.id, ctx.params.id)
  if not one then return ctx:not_found() end
  local values, errors, typed = ctx:form(forms.work)
  if not values then return detail(ctx, one, { values = typed, errors = errors }, 422) end
  local done, refused = work_payment(ctx, one.id, values.act, values.reason)
  if not done then
    if refused.code:find "^db%." or refused.code:find "^staff%." then return nil, refused end
    return detail(ctx, one, { values = typed, errors = { reason = ctx:sentence(refused) } }, 422)
  end
  ctx:flash("ok", values.act == "take_back" and "결제사에 취소를 요청했어요." or "처리했어요.")
  return ctx:redirect(URL .. "/" .. one.id)
end

--- GET /admin/reconciliation
function pages.reconciliation(ctx)
  local runs, differences = {}, {}
  for i, run in ipairs(reconciliation.runs(ctx.mall.id, 31)) do
    runs[i] = { day = run.day, compared = run.compared, unanswered = run.unanswered, differences = run.differences,
      open = run.open, finished = run.finished_at ~= nil }
  end
  for i, one in ipairs(reconciliation.differences(ctx.mall.id, 100)) do
    differences[i] = { day = one.day, reference = one.reference, url = URL .. "/" .. one.payment_id,
      provider = states.provider(one.provider),
      what = comparison.words[one.what] or one.what, ours = one.ours, theirs = one.theirs, settled_by = one.settled_by,
      note = one.note, is_open = one.settled_at == nil, run = one.reconciliation_id, payment = one.payment_id,
        kind = one.what }
  end
  return ctx:render("payment/reconciliation", { runs = runs, differences = differences,
    may_write = ctx.staff.can "orders.write", page = { title = "대사", crumbs = { { name = "결제", url = URL },
      { name = "대사" } } } })
end

--- POST how a difference was settled.
function pages.settle(ctx)
  local values, errors = ctx:form(forms.settle)
  if not values then return ctx:invalid(errors) end
  local settled, refused = reconcile_payments.settle(ctx, { reconciliation_id = values.run, payment_id = values.payment,
    what = values.kind, note = values.note })
  if not settled then return nil, refused end
  ctx:flash("ok", "확인한 것으로 적었어요.")
  return ctx:redirect "/admin/reconciliation"
end

return pages
